"""What separates the cells of a CSV file: told from its first lines."""

import csv

DELIMITERS = (",", ";", "\t", "|")


def delimiter_of(lines):
    """The one that cuts the header, and the rows beneath it into as many cells.

    Where several do so equally well, the one that makes most columns.
    """
    widths = {delimiter: widths_of(lines, delimiter) for delimiter in DELIMITERS}

    def fitness(delimiter):
        header, *rows = widths[delimiter] or [1]
        as_wide = sum(width == header for width in rows)
        return header > 1, as_wide / max(len(rows), 1), header

    return max(DELIMITERS, key=fitness)


def widths_of(lines, delimiter):
    """How many cells each row has. Delimiters between quotation marks separate nothing."""
    try:
        return [len(cells) for cells in csv.reader(lines, delimiter=delimiter) if cells]
    except csv.Error:
        return []
