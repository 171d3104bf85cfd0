# Pages kept by editors, at the addresses that others link to.
PAGES = (
    "about",
    "about/checking-facts",
    "about/what-we-record",
    "about/terms",
    "accessibility",
    "privacy",
    "contact",
    "data",
)
