def test_a_browser_reaches_the_site(page_either_way):
    assert page_either_way.goto("/healthz").status == 200
    assert page_either_way.inner_text("body").strip() == "ok"


def test_what_a_browser_complains_of_is_noticed(page, expected_complaints):
    page.goto("/healthz")
    page.set_content('<p style="color: red">Red</p>')
    assert page.goto("/nowhere").status == 404
    expected_complaints += ["Content Security Policy", "404"]
