import io

from imports.progress import progress_on


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_file_gets_a_line_now_and_then():
    times = iter([0, 1, 20, 21])
    said = io.StringIO()

    with progress_on(said, clock=lambda: next(times))("Writing", 4000) as advance:
        for _time in range(3):
            advance(1000)

    assert said.getvalue() == "Writing: 2,000 of 4,000 rows, 100/s, 20 s left\n"


def test_a_terminal_gets_a_bar_with_rate_and_time_left():
    said = Terminal()

    with progress_on(said)("Writing", 10) as advance:
        advance(10)

    assert "Writing" in said.getvalue()
    assert "10/10" in said.getvalue()
