"""What nginx says of its configuration, before it serves anybody."""


def test_nginx_takes_the_configuration(site):
    checked = site.nginx("-t", "-q")

    assert (checked.returncode, checked.stderr) == (0, "")


def test_a_word_that_nginx_does_not_know_is_seen(site):
    site.write_configuration("upstream register { sever unix:/run/register/register.sock; }")

    assert 'unknown directive "sever"' in site.nginx("-t", "-q").stderr
