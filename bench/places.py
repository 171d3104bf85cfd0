"""Where the invented organisations stand: real places, the more often the earlier in the list."""

from dataclasses import dataclass

# These identifiers of GeoNames are numbers of this file alone.
FIRST_GEONAMES_ID = 99_000_000


@dataclass(frozen=True)
class Place:
    name: str
    latitude: float
    longitude: float
    country: str
    country_name: str
    continent: str
    language: str
    geonames_id: int


# Country, its name in ROR, continent, language, how many of a thousand organisations, places.
COUNTRIES = [
    ("US", "United States", "NA", "en", 260, "Princeton 40.349 -74.659, San Diego 32.716 -117.165, "
     "Knoxville 35.961 -83.921, Livermore 37.682 -121.768, Devens 42.545 -71.612"),
    ("GB", "United Kingdom", "EU", "en", 130, "Abingdon 51.671 -1.283, Leeds 53.796 -1.548, "
     "York 53.958 -1.083, Retford 53.323 -0.944, Glasgow 55.865 -4.257"),
    ("CN", "China", "AS", "zh", 110, "Hefei 31.864 117.281, Chengdu 30.667 104.067, "
     "Beijing 39.908 116.397, Wuhan 30.583 114.267"),
    ("JP", "Japan", "AS", "ja", 100, "Naka 36.456 140.488, Toki 35.352 137.183, "
     "Osaka 34.694 135.502, Kyoto 35.021 135.754, Rokkasho 40.967 141.374"),
    ("DE", "Germany", "EU", "de", 80, "Garching 48.249 11.651, Greifswald 54.093 13.388, "
     "Karlsruhe 49.007 8.404, Jülich 50.922 6.358"),
    ("FR", "France", "EU", "fr", 60, "Cadarache 43.686 5.762, Paris 48.853 2.349, "
     "Bordeaux 44.840 -0.581"),
    ("IN", "India", "AS", "en", 40, "Gandhinagar 23.217 72.683, Bengaluru 12.972 77.594"),
    ("KR", "South Korea", "AS", "ko", 35, "Daejeon 36.349 127.385, Seoul 37.566 126.978"),
    ("CA", "Canada", "NA", "en", 30, "Chalk River 46.017 -77.450, Vancouver 49.250 -123.119"),
    ("IT", "Italy", "EU", "it", 30, "Frascati 41.807 12.679, Padua 45.408 11.886"),
    ("ES", "Spain", "EU", "es", 25, "Madrid 40.417 -3.703, Granada 37.188 -3.607"),
    ("RU", "Russia", "EU", "ru", 25, "Troitsk 55.484 37.305, Novosibirsk 55.041 82.934"),
    ("AU", "Australia", "OC", "en", 15, "Canberra -35.283 149.128, Sydney -33.868 151.207"),
    ("CH", "Switzerland", "EU", "fr", 12, "Lausanne 46.516 6.633, Villigen 47.527 8.215"),
    ("SE", "Sweden", "EU", "en", 8, "Uppsala 59.859 17.639, Lund 55.706 13.187"),
    ("BR", "Brazil", "SA", "pt", 8, "São Paulo -23.548 -46.636, Campinas -22.906 -47.061"),
    ("PT", "Portugal", "EU", "pt", 7, "Lisbon 38.717 -9.133"),
    ("CZ", "Czechia", "EU", "en", 6, "Prague 50.088 14.421"),
    ("EG", "Egypt", "AF", "ar", 5, "Cairo 30.063 31.250"),
    ("SA", "Saudi Arabia", "AS", "ar", 4, "Riyadh 24.688 46.722, Thuwal 22.283 39.103"),
    ("ZA", "South Africa", "AF", "en", 4, "Pretoria -25.745 28.188"),
    ("KZ", "Kazakhstan", "AS", "ru", 3, "Kurchatov 50.756 78.545"),
    ("AR", "Argentina", "SA", "es", 3, "Bariloche -41.146 -71.308"),
]  # fmt: skip
CONTINENTS = {
    "AF": "Africa",
    "AS": "Asia",
    "EU": "Europe",
    "NA": "North America",
    "OC": "Oceania",
    "SA": "South America",
}


def read_places():
    """(places, weights) of all countries."""
    places, weights = [], []
    for code, country_name, continent, language, weight, written in COUNTRIES:
        towns = written.split(", ")
        for town in towns:
            name, latitude, longitude = town.rsplit(" ", 2)
            place = (name, float(latitude), float(longitude), code, country_name, continent)
            places.append(Place(*place, language, FIRST_GEONAMES_ID + len(places)))
            weights.append(weight / len(towns))
    return places, weights


PLACES, WEIGHTS = read_places()
