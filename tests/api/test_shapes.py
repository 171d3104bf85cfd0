from api.shapes import Shape
from fusionsite.api import api


def every_shape(shape=Shape):
    for below in shape.__subclasses__():
        yield below
        yield from every_shape(below)


def test_each_shape_has_a_name_of_its_own():
    api.get_openapi_schema(path_prefix="/")
    names = [shape.__name__ for shape in set(every_shape())]

    assert len(names) > 40
    assert sorted(names) == sorted(set(names))
