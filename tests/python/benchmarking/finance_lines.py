"""The lines of costs and income: their codes in each layout, and their bases.

Written from the tables of the specification (2.9 and 2.10), without the project's
seeds: each line has its code in each layout here once more.
"""

PUPIL, BUILDING = "Pupil", "Building"

# category, basis, lines; a line: name, BNCH code, BAE number, start of its header in
# the aggregated report, code in the maintained list (ICT and ADMIN are put together)
COSTS = [
    (
        "Teaching and Teaching support staff",
        PUPIL,
        [
            ("Teaching staff", "21101", "010", "Teaching staff", "E01"),
            ("Supply teaching staff", "21102", "020", "Supply teaching staff", "E02"),
            (
                "Educational consultancy",
                "21604",
                "230",
                "Educational Consultancy",
                "E27",
            ),
            (
                "Education support staff",
                "21103",
                "030",
                "Education support staff",
                "E03",
            ),
            ("Agency supply teaching staff", "21606", "240", "Agency supply", "E26"),
        ],
    ),
    (
        "Non-educational support staff and services",
        PUPIL,
        [
            (
                "Administrative and clerical staff",
                "21104",
                "040",
                "Administrative and",
                "E05",
            ),
            ("Audit cost", "21703", "260", "Auditor costs", None),
            ("Other staff", "21107", "070", "Other staff", "E07"),
            (
                "Professional services (non-curriculum)",
                "21702",
                "300",
                "Legal &",
                "E28a",
            ),
        ],
    ),
    (
        "Educational supplies",
        PUPIL,
        [
            ("Examination fees", "21603", "220", "Examination fees", "E21"),
            (
                "Learning resources (not ICT equipment)",
                "21601",
                "200",
                "Learning res",
                "E19",
            ),
        ],
    ),
    (
        "Educational ICT",
        PUPIL,
        [
            ("ICT learning resources", "21602", "210", "ICT learning resources", "ICT"),
        ],
    ),
    (
        "Premises staff and services",
        BUILDING,
        [
            (
                "Cleaning and caretaking",
                "21401",
                "130",
                "Cleaning and caretaking",
                "E14",
            ),
            ("Maintenance of premises", "21301", "120", "Building and Grounds", "E12"),
            ("Other occupation costs", "21406", "180", "Other occupation costs", "E18"),
            ("Premises staff", "21105", "050", "Premises staff", "E04"),
        ],
    ),
    (
        "Utilities",
        BUILDING,
        [
            ("Energy", "21403", "150", "Energy", "E16"),
            ("Water and sewerage", "21402", "140", "Water and sewerage", "E15"),
        ],
    ),
    (
        "Administrative supplies",
        PUPIL,
        [
            (
                "Administrative supplies (non educational)",
                "21706",
                "280",
                "Administrative supplies",
                "ADMIN",
            ),
        ],
    ),
    (
        "Catering staff and supplies",
        PUPIL,
        [
            ("Catering staff", "21106", "060", "Catering staff", "E06"),
            ("Catering supplies", "21701", "250", "Catering supplies", "E25"),
        ],
    ),
    (
        "Other costs",
        PUPIL,
        [
            ("Grounds maintenance", "21405", "170", None, "E13"),
            ("Indirect employee expenses", "21201", "080", "Indirect employee", "E08"),
            ("Interest charges for loan and bank", "21801", "320", "Interest", "E29"),
            ("Other insurance premiums", "21705", "270", "Other insurance", "E23"),
            ("PFI charges", "21802", "310", "PFI Charges", "E28b"),
            ("Rent and rates", "21404", "160", "Rent and Rates", "E17"),
            ("Special facilities", "21501", "190", "Special facilities", "E24"),
            (
                "Staff development and training",
                "21202",
                "090",
                "Staff development",
                "E09",
            ),
            ("Staff-related insurance", "21203", "110", "Staff-related", "E11"),
            (
                "Supply teacher insurance",
                "21204",
                "100",
                "Supply teacher insurance",
                "E10",
            ),
            ("School staff", None, None, None, "E31"),
            ("School costs", None, None, None, "E32"),
        ],
    ),
]

# lines of income: BNCH code, BAI number, start of the header in the aggregated report
INCOME = {
    "efa": ("11110T", None, "DFE/EFA Revenue"),
    "family": ("11131", "020", None),
    "sen": ("11141", "030", "SEN"),
    "other_dfe": ("11142", "040", "Other DfE/EFA"),
    "other_government": ("11151", "060", "Other income "),
    "government_source": ("11161", "070", "Government source"),
    "academies": ("11162", "080", "Academies"),
    "non_government": ("11163", "090", "Non-"),
    "facilities": ("11201", "100", "facilities"),
    "catering": ("11202", "110", "Income from catering"),
    "insurance": ("11203", "120", "Receipts from supply"),
    "voluntary": ("11300T", None, "Donations"),
    "other_self": ("11204", "130", "Other self"),
    "other_facilities": ("11205", "101", None),
    "investment": ("11400T", None, "Investment income"),
    "revenue_financing": ("21707", None, "Direct revenue financing"),
    "reserve": ("44001", None, "Revenue reserve"),
    "income_011": ("11123-BAI011-A", None, None),
}
