"use strict";

// Offsets count Unicode code points; a string of JavaScript counts UTF-16 units, two for some of them.

/** Turns offsets in code points into offsets in the units of a string. */
class Offsets {
  constructor(text) {
    // Where, in code points, the signs stand that take two units.
    this.astral = [];
    let point = 0;
    for (let unit = 0; unit < text.length; unit += 1, point += 1) {
      if (text.codePointAt(unit) > 0xffff) {
        this.astral.push(point);
        unit += 1;
      }
    }
  }

  /** The offset in units. */
  units(offset) {
    let low = 0;
    let high = this.astral.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.astral[middle] < offset) low = middle + 1;
      else high = middle;
    }
    return offset + low;
  }
}

/**
 * The text from 0 to `length`, cut wherever a mark begins or ends: `{start, end, marks}`, the longest first.
 * Marks have a `start` and an `end`, and may overlap in any way.
 */
function segments(length, marks) {
  const ordered = [...marks].sort((one, other) => one.start - other.start || other.end - one.end);
  const edges = new Set([0, length]);
  for (const mark of ordered) edges.add(mark.start).add(mark.end);
  const cuts = [...edges].sort((one, other) => one - other);
  const found = [];
  let over = [];
  let next = 0;
  for (let place = 0; place + 1 < cuts.length; place += 1) {
    const start = cuts[place];
    over = over.filter((mark) => mark.end > start);
    while (next < ordered.length && ordered[next].start === start) over.push(ordered[next++]);
    found.push({ start, end: cuts[place + 1], marks: [...over] });
  }
  return found;
}
