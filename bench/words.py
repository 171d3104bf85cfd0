"""The words of invented names, in the languages that organisations call themselves in."""

# The first of each row is the type in ROR. `{n}` makes every name one of its own, and plainly
# invented; `{subject}` and `{place}` follow the language.
KINDS = ["facility", "education", "company", "government", "nonprofit", "healthcare", "other"]
KIND_WEIGHTS = [26, 30, 20, 10, 8, 4, 2]

NAMES = {
    "facility": [
        "Institute {n} of {subject}, {place}",
        "Laboratory {n} for {subject}, {place}",
        "{place} Centre {n} for {subject}",
    ],
    "education": ["University {n} of {place}", "{place} College {n} of Technology"],
    "company": ["{subject} Works {n}", "{place} Energy {n}", "{place} Tokamak & Coil {n}"],
    "government": [
        "Department {n} for {subject}, {country}",
        "{country} {subject} Agency {n}",
    ],
    "nonprofit": ["Foundation {n} for {subject}, {place}", "{place} Society {n} for {subject}"],
    "healthcare": ["Hospital {n} of {place}"],
    "other": ["Network {n} for {subject}, {country}"],
}
SUBJECTS = [
    "Plasma Physics",
    "Superconducting Magnets",
    "Fusion Materials",
    "Tritium Handling",
    "Laser Physics",
    "Remote Handling",
    "Cryogenics",
    "Nuclear Engineering",
    "Energy Policy",
    "Vacuum Technology",
]
# One subject for each of those above, and what an organisation of any sort is called.
NATIVE = {
    "de": (
        "Institut {n} für {subject}, {place}",
        "Plasmaphysik, Supraleitende Magnete, Fusionswerkstoffe, Tritiumtechnik, Laserphysik, "
        "Fernhantierung, Kryotechnik, Kerntechnik, Energiepolitik, Vakuumtechnik",
    ),
    "fr": (
        "Institut {n} de {subject}, {place}",
        "physique des plasmas, magnétisme supraconducteur, matériaux de fusion, gestion du "
        "tritium, physique des lasers, télémanipulation, cryogénie, génie nucléaire, politique "
        "énergétique, technique du vide",
    ),
    "es": (
        "Instituto {n} de {subject}, {place}",
        "Física de Plasmas, Imanes Superconductores, Materiales de Fusión, Manejo de Tritio, "
        "Física Láser, Manipulación Remota, Criogenia, Ingeniería Nuclear, Política Energética, "
        "Tecnología de Vacío",
    ),
    "it": (
        "Istituto {n} di {subject}, {place}",
        "Fisica dei Plasmi, Magneti Superconduttori, Materiali da Fusione, Trattamento del "
        "Trizio, Fisica dei Laser, Manipolazione Remota, Criogenia, Ingegneria Nucleare, Politica "
        "Energetica, Tecnologia del Vuoto",
    ),
    "pt": (
        "Instituto {n} de {subject}, {place}",
        "Física de Plasmas, Ímãs Supercondutores, Materiais de Fusão, Manuseio de Trítio, "
        "Física de Lasers, Manipulação Remota, Criogenia, Engenharia Nuclear, Política "
        "Energética, Tecnologia de Vácuo",
    ),
    "ja": (
        "第{n}{subject}研究所",
        "プラズマ物理, 超伝導磁石, 核融合材料, トリチウム取扱, レーザー物理, 遠隔保守, 低温工学, "
        "原子力工学, エネルギー政策, 真空技術",
    ),
    "zh": (
        "第{n}{subject}研究所",
        "等离子体物理, 超导磁体, 聚变材料, 氚处理, 激光物理, 遥操作, 低温工程, 核工程, 能源政策, "
        "真空技术",
    ),
    "ko": (
        "제{n} {subject} 연구소",
        "플라즈마 물리, 초전도 자석, 핵융합 재료, 삼중수소 취급, 레이저 물리, 원격 조작, 극저온, "
        "원자력 공학, 에너지 정책, 진공 기술",
    ),
    "ru": (
        "Институт {n}: {subject}",
        "физика плазмы, сверхпроводящие магниты, термоядерные материалы, переработка трития, "
        "лазерная физика, дистанционное обслуживание, криогеника, ядерная техника, "
        "энергетическая политика, вакуумная техника",
    ),
    "ar": (
        "معهد {n} {subject}",
        "لفيزياء البلازما, للمغناطيسات فائقة التوصيل, لمواد الاندماج, لمعالجة التريتيوم, "
        "لفيزياء الليزر, للمناولة عن بعد, للتبريد العميق, للهندسة النووية, لسياسة الطاقة, "
        "لتقنية الفراغ",
    ),
}


def native_name(language, number, subject, place):
    """The name in the language of the country; `subject` counts in SUBJECTS."""
    pattern, subjects = NATIVE[language]
    words = subjects.split(", ")[subject]
    return pattern.format(n=number, subject=words, place=place)


def initials(name):
    """What an acronym is made of: many names have the same."""
    return "".join(word[0] for word in name.split() if word[0].isupper())
