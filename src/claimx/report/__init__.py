"""One self-contained HTML page of everything that was read: articles with their results marked, and an index.

`page` writes it; `articles` says what the page is told about one article, and `overview` what it is told
about all of them. What is seen is made in the browser, by the files in `script/`.
"""
