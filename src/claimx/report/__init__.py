"""One self-contained HTML page of everything that was read: articles with marked results, and an index.

`page` writes it, `articles` prepares the data of one article, `overview` the data of all; the scripts in
`script/` draw it in the browser.
"""
