"""The mark of an agreement: a shape for its kind, a colour for its level (templates/_sprite.html).

The 28 kinds share six families of shape. No shape says whether a text binds.
"""

from .vocabulary import Kind, Level

FAMILIES = {
    "circle": {
        "k-treaty": (
            Kind.TREATY,
            Kind.CONVENTION,
            Kind.AGREEMENT,
            Kind.PROTOCOL,
            Kind.EXCHANGE_OF_NOTES,
            Kind.FRAMEWORK_AGREEMENT,
        ),
        "k-memorandum": (Kind.MEMORANDUM_OF_COOPERATION, Kind.IMPLEMENTING_ARRANGEMENT),
        "k-understanding": (Kind.MEMORANDUM_OF_UNDERSTANDING,),
    },
    "diamond": {
        "k-strategic": (Kind.STRATEGIC_PARTNERSHIP,),
        "k-statement": (
            Kind.JOINT_DECLARATION_OF_INTENT,
            Kind.JOINT_STATEMENT,
            Kind.LETTER_OF_INTENT,
        ),
    },
    "hexagon": {
        "k-cooperation": (
            Kind.COOPERATION_AGREEMENT,
            Kind.RESEARCH_AGREEMENT,
            Kind.PARTICIPATION_AGREEMENT,
        ),
        "k-partnership": (Kind.PARTNERSHIP, Kind.OTHER),
    },
    "square": {
        "k-funding": (Kind.FUNDING_AGREEMENT, Kind.FUNDING_COMMITMENT, Kind.INVESTMENT),
        "k-contract": (
            Kind.CONTRACT,
            Kind.SUPPLY_AGREEMENT,
            Kind.POWER_PURCHASE_AGREEMENT,
            Kind.LICENCE,
        ),
    },
    "pair": {"k-joint": (Kind.JOINT_VENTURE, Kind.CONSORTIUM_AGREEMENT)},
    "house": {"k-site": (Kind.SITE_AGREEMENT,)},
}
SYMBOLS = {
    kind.value: symbol
    for family in FAMILIES.values()
    for symbol, kinds in family.items()
    for kind in kinds
}
LEVELS = {
    Level.GOVERNMENT.value: "lv-gov",
    Level.AGENCY.value: "lv-inst",
    Level.INDUSTRY_BODY.value: "lv-ind",
    Level.COMPANY.value: "lv-ind",
    Level.MIXED.value: "lv-mixed",
}
FUNDING = "lv-fund"


def symbol_of(agreement):
    return SYMBOLS.get(agreement.kind, SYMBOLS[Kind.OTHER.value])


def level_class_of(agreement):
    if agreement.kind == Kind.FUNDING_COMMITMENT:
        return FUNDING
    return LEVELS.get(agreement.level, "")
