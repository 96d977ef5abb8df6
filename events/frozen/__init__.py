"""The site as files that need no server: what a finished edition becomes for ever.

`asking.py` asks the site itself for its pages, `links.py` says where each address is in the copy,
`pages.py` writes that into them, `folder.py` keeps the files, `copying.py` walks from page to page.
"""
