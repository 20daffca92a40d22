import pytest

from app.frontend import trim


def test_a_simulated_state_goes_and_the_real_one_stays():
    css = ".b{color:red}.b--hover,.b:hover{color:blue}.b--focus{color:green}"
    assert trim.without(css, ["*--hover", "*--focus"]) == ".b{color:red}.b:hover{color:blue}"


def test_a_class_inside_not_does_not_count():
    css = ".b:hover:not(:disabled,.b--disabled){color:blue}"
    assert trim.without(css, ["*--disabled"]) == css


def test_rules_inside_a_media_query_are_trimmed_and_an_empty_query_disappears():
    css = "@media (forced-colors:active){.b--hover{color:red}.b{border:1px solid}}@media print{.b--hover{color:red}}"
    assert trim.without(css, ["*--hover"]) == "@media (forced-colors:active){.b{border:1px solid}}"


def test_comments_and_spaces_go_but_a_brace_in_a_string_is_text():
    css = '/* } */ .b::after { content : "}" ; }'
    assert trim.without(css, []) == '.b::after{content:"}"}'


@pytest.mark.parametrize("broken", [".b{color:red", ".b{}.c"])
def test_a_broken_sheet_is_refused(broken):
    with pytest.raises(ValueError, match=r"brace|rule"):
        trim.without(broken, [])


def test_only_variables_that_are_needed_come_along_with_what_they_refer_to():
    theme = ":root{--a:var(--b);--b:1px;--c:2px;--d:None}"
    assert trim.tokens_for(".x{width:var(--a, 3px);text-decoration:var(--d);color:var(--unknown)}", theme) == (
        ":root{--a:var(--b);--b:1px;--d:none}"
    )


def test_no_variable_needed_gives_nothing():
    assert trim.tokens_for(".x{color:red}", ":root{--a:1px}") == ""
