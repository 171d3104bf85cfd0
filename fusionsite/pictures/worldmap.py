"""The map: the world and, larger, Europe, with a bubble for each country and rays from the UK."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from fusionsite.pictures import bubbles, labels, rays
from fusionsite.pictures.outlines import outline, outlines_but, outlines_of, place_of
from fusionsite.pictures.projection import EUROPE, EUROPEAN, WORLD, Frame

UK = "GB"
# In the world the UK is the place from which the rays start; its bubble is in Europe.
HUB_RADIUS = 7
# Rays leave in all directions: its name may stand farther off than others.
HUB_TEXT_AWAY = (5, 12, 20, 30)
# What stands on the map; who does not see it is told the whole name.
SHORT_NAMES = {"AE": "UAE", "GB": "UK", "US": "US"}
SMALLEST_TARGET = 13
# The width of a figure in a bubble, in units.
FIGURE = 10.5


@dataclass(frozen=True)
class Country:
    """What the map shows of a country: its agreements, and how many of them are with the UK.

    `words`: both numbers in a sentence, for who does not see the picture.
    """

    code: str
    name: str
    count: int
    with_uk: int
    words: str = ""

    @property
    def is_partner(self):
        """Whether a ray leads there."""
        return bool(self.with_uk) and self.code != UK

    @property
    def slug(self):
        return self.code.lower()


@dataclass(frozen=True)
class Mark:
    country: Country
    outline: str
    bubble: bubbles.Bubble
    label: labels.Label | None

    @property
    def is_uk(self):
        return self.country.code == UK

    @property
    def text(self):
        return text_of(self.country)

    @property
    def has_figure(self):
        return has_figure(self.country, self.bubble)

    @property
    def target(self):
        return max(SMALLEST_TARGET, self.bubble.radius)

    @property
    def leader(self):
        """The line from its place to the edge of the bubble beside it, or None."""
        return leader_of(self.bubble)


@dataclass(frozen=True)
class Ray:
    code: str
    points: tuple
    width: float

    @property
    def data(self):
        return path_of(self.points)


@dataclass(frozen=True)
class Growth:
    """By how much bubbles and rays grow, the same in both panels."""

    of_bubbles: float
    of_rays: float


@dataclass(frozen=True)
class Panel:
    """One picture of the map, in the order in which it is drawn.

    `shaded` and `shaded_partners`: countries whose marks stand in the other panel.
    """

    frame: Frame
    land: str
    shaded: str
    shaded_partners: str
    rays: list
    marks: list
    hub: tuple | None
    hub_label: labels.Label | None
    uk: str


@lru_cache(maxsize=32)
def draw_map(countries):
    """The panels for a tuple of Country; those without a place on earth are left out."""
    known = [country for country in countries if place_of(country.code)]
    known.sort(key=lambda country: (country.code != UK, -country.count, country.code))
    in_europe = [country for country in known if country.code in EUROPEAN]
    elsewhere = [country for country in known if country.code not in EUROPEAN]
    growth = Growth(
        bubbles.growth_for([country.count for country in known]),
        rays.growth_for([country.with_uk for country in known if country.is_partner]),
    )
    world = draw_panel(WORLD, elsewhere, in_europe, growth)
    return (world, draw_panel(EUROPE, in_europe, elsewhere, growth)) if in_europe else (world,)


def draw_panel(frame, countries, others, growth):
    hub = (*frame.project(*place_of(UK)), HUB_RADIUS) if frame is WORLD else None
    placed = placed_bubbles(frame, countries, growth.of_bubbles, [hub] if hub else [])
    drawn_rays = draw_rays(frame, countries, placed, hub, growth.of_rays)
    lines = [ray.points for ray in drawn_rays]
    lines += [leader for bubble in placed.values() if (leader := leader_of(bubble))]
    named = named_labels(countries, placed, hub, lines, frame)
    own = {each.code for each in [*countries, *others]} | ({UK} if hub else set())
    others = [each for each in others if each.code != UK]
    return Panel(
        frame=frame,
        land=outlines_but(frame, own),
        shaded=outlines_of(frame, [each.code for each in others if not each.is_partner]),
        shaded_partners=outlines_of(frame, [each.code for each in others if each.is_partner]),
        rays=drawn_rays,
        marks=[
            Mark(each, outline(frame, each.code), placed[each.code], named.get(each.code))
            for each in countries
        ],
        hub=hub,
        hub_label=named.get(UK) if hub else None,
        uk=outline(frame, UK) if hub else "",
    )


def placed_bubbles(frame, countries, growth, taken):
    """{code: Bubble}, as large as there is room for."""
    partners = {each.code for each in countries if each.is_partner}
    spots = {each.code: frame.project(*place_of(each.code)) for each in countries}

    def ray_to(bubble):
        if bubble.code not in partners:
            return []
        return rays.way(frame, place_of(UK), place_of(bubble.code), mark=bubble.circle)

    for part, clear_lines in bubbles.TRIES:
        radii = {each.code: bubbles.radius_of(each.count, growth * part) for each in countries}
        wanted = [(code, spot, radii[code]) for code, spot in spots.items()]
        placed = bubbles.place_bubbles(frame, wanted, taken, clear_lines, ray_to)
        if placed is not None:
            return placed
    raise AssertionError(f"{len(countries)} marks have no room in {frame.name}.")


def draw_rays(frame, countries, placed, hub, growth):
    hub = hub or (placed[UK].circle if UK in placed else None)
    found = []
    for each in countries if hub else []:
        if each.is_partner:
            others = [b.circle for code, b in placed.items() if code not in (UK, each.code)]
            points = rays.draw_ray(
                frame, place_of(UK), place_of(each.code), hub, placed[each.code].circle, others
            )
            found.append(Ray(each.code, tuple(points), rays.width_of(each.with_uk, growth)))
    return found


def path_of(points):
    """To a tenth, relative to one another: shorter than absolute numbers."""
    tenths = [(round(x * 10), round(y * 10)) for x, y in points]
    steps = [f"{(x - a) / 10:g} {(y - b) / 10:g}" for (a, b), (x, y) in pairwise(tenths)]
    x, y = tenths[0]
    return f"M{x / 10:g} {y / 10:g}l{' '.join(steps)}".replace(" -", "-")


def leader_of(bubble):
    if not bubble.leader:
        return None
    line = rays.straight(bubble.leader, (bubble.x, bubble.y))
    return bubble.leader, rays.cut_at_start(line[::-1], bubble.circle)[0]


def text_of(country):
    return SHORT_NAMES.get(country.code, country.name)


def has_figure(country, bubble):
    """Whether the number of agreements has room in the bubble."""
    return len(str(country.count)) * FIGURE <= 2 * bubble.radius - 4


def named_labels(countries, placed, hub, lines, frame):
    """{code: Label}; in the world the UK's is that of the hub."""
    uk = SHORT_NAMES[UK]
    wanted = [labels.Named(UK, hub, uk, uk, away=HUB_TEXT_AWAY)] if hub else []
    for each in countries:
        bubble, name = placed[each.code], text_of(each)
        counted = f"{name} {each.count}"
        text = name if has_figure(each, bubble) else counted
        wanted.append(labels.Named(each.code, bubble.circle, counted, text))
    return labels.place_labels(frame, wanted, lines)
