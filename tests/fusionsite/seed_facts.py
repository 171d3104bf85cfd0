"""What the announcement of 19 June 2025 says, and where the register says it too."""

RECORD = "/agreements/uk-japan-moc-2025/"
NEWS = "/news/uk-and-japan-confirm-a-new-partnership-on-fusion-energy/"
FUNDING = "/agreements/uk-fusion-funding-2025/"

# (what the announcement says, the page that must say it, what a reader finds there)
FACTS = [
    ("The UK and Japan confirmed a partnership on 19 June 2025", RECORD, ["19 June 2025"]),
    ("It is a Memorandum of Cooperation", RECORD, ["Memorandum of cooperation"]),
    ("One side is DESNZ", RECORD, ["Department for Energy Security and Net Zero"]),
    (
        "The other side is MEXT",
        RECORD,
        ["Ministry of Education, Culture, Sports, Science and Technology", "Japan"],
    ),
    ("It was signed", RECORD, ["Signed 19 June 2025"]),
    (
        "A British office signed, without a name",
        RECORD,
        [
            "Parliamentary Under-Secretary of State (Minister for Climate)",
            "Name not given in our source",
        ],
    ),
    ("Other sources give the name", RECORD, ["Kerry McCarthy"]),
    (
        "Hiroshi Masuko signed for Japan",
        RECORD,
        [
            "Hiroshi Masuko",
            "Senior Deputy Minister of Education, Culture, Sports, Science and Technology",
        ],
    ),
    (
        "It furthers research and development, regulation, skills and workforce",
        RECORD,
        ["research and development", "regulation", "skills and workforce"],
    ),
    ("Fusion supports the Plan for Change", RECORD, ["Plan for Change", "economic growth"]),
    (
        "Its economic benefits are innovation, skilled jobs and technology transfer",
        RECORD,
        ["innovation", "highly skilled jobs", "transfer of technology"],
    ),
    ("Its second mission is clean energy", RECORD, ["clean energy superpower", "net zero"]),
    (
        "Collaboration helps to commercialise fusion as quickly as possible",
        RECORD,
        ["commercialise fusion as quickly as possible"],
    ),
    ("Fusion powers the Sun", NEWS, ["process that powers the Sun"]),
    ("Two light nuclei form a heavier element", NEWS, ["heavier element", "energy is set free"]),
    ("Scientists work on it around the world", NEWS, ["Scientists in many countries"]),
    ("The UK is called a leader", NEWS, ["calls the UK a leader"]),
    ("It builds on the UK–US partnership", RECORD, ["UK–US Strategic Partnership"]),
    (
        "That was announced in November 2023",
        "/agreements/uk-us-strategic-partnership-2023/",
        ["8 November 2023"],
    ),
    ("It builds on the UK–Canada memorandum", RECORD, ["UK–Canada cooperation on fusion energy"]),
    ("That dates from February 2024", "/agreements/uk-canada-mou-2024/", ["February 2024"]),
    ("It builds on the UK–Germany agreement", RECORD, ["UK–Germany fusion energy research"]),
    (
        "That dates from December 2024, under the Joint Declaration of Intent",
        "/agreements/uk-germany-fusion-2024/",
        ["December 2024", "UK–Germany Joint Declaration of Intent", "Under the auspices of"],
    ),
    ("It follows from £410 million", RECORD, ["£410 million", "Follows on from"]),
    ("That was announced in January 2025", FUNDING, ["January 2025", "£410 million"]),
    ("It is a record level", FUNDING, ["record level"]),
    ("It is for research and for work with others", NEWS, ["collaboration with other countries"]),
    ("It is to develop clean, unlimited power", NEWS, ["clean and unlimited power"]),
    (
        "Officials of DESNZ and UKAEA met MEXT and QST at Culham",
        RECORD,
        ["UKAEA", "QST", "Culham Campus", "productive discussion"],
    ),
    ("The UKAEA–QST partnership is welcomed", RECORD, ["partnership between UKAEA and QST"]),
    (
        "It encouraged the memorandum of the UK Fusion Cluster and J-Fusion",
        RECORD,
        ["Memorandum of Understanding between the UK Fusion Cluster and J-Fusion", "Encouraged"],
    ),
    (
        "That is for industrial collaboration, knowledge exchange and workforce",
        NEWS,
        ["industrial collaboration, knowledge exchange and workforce development"],
    ),
    (
        "It encouraged the venture of Tokamak Energy and Furukawa",
        RECORD,
        ["Tokamak Energy–Furukawa magnet technology joint venture"],
    ),
    ("That is to make magnets", NEWS, ["manufacture critical magnet technology"]),
    (
        "Kyoto Fusioneering moves its UK headquarters to Culham",
        RECORD,
        ["Kyoto Fusioneering", "UK headquarters to the Culham Campus"],
    ),
    ("Japan's page leads to it", "/countries/jp/", ["UK–Japan Memorandum of Cooperation"]),
]
