from app.open_data.taxonomies import Terms, taxonomy_id, term_id


def test_every_list_of_the_content_is_a_taxonomy(content):
    terms = Terms(content)
    assert len({each["id"] for each in terms.terms}) == len(terms.terms)
    assert {each["taxonomy_id"] for each in terms.terms} == {each["id"] for each in terms.taxonomies}
    codes = {each["code"] for each in terms.terms if each["taxonomy_id"] == taxonomy_id("soort")}
    assert codes == {kind.slug for kind in content.kinds} | {f"groep-{group.slug}" for group in content.kind_groups}


def test_kinds_stand_under_their_heading_with_english_beside_the_dutch(content):
    kind = content.kind("oppas")
    term = Terms(content).term("soort", "oppas")
    assert term["name"] == kind.label
    assert kind.label_en in term["description"]
    assert term["parent_id"] == term_id("soort", f"groep-{kind.group}")
    assert term["language"] == "nl"


def test_what_the_content_does_not_know_is_no_term(content):
    assert Terms(content).term("soort", "bestaat-niet") is None
