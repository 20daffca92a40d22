"""Who may come in where: every page is listed here with its rule. A page that is not listed fails."""

import pytest
from flask import Blueprint
from flask.testing import FlaskClient

from app.web import access

EVERYBODY = {
    "resident.agenda", "resident.agenda_calendar", "resident.agenda_one", "resident.agenda_one_calendar",
    "static",
    "resident.themes", "resident.theme_page", "resident.family_helps", "resident.family_help", "resident.family_invitation",
    "resident.paper", "resident.paper_booklet", "resident.paper_pdf", "resident.poster", "resident.poster_pdf", "resident.posters", "resident.paper_form_pdf", "resident.own_request_paper", "resident.own_request_paper_pdf", "resident.short_code", "resident.short_codes",
    "resident.asking", "resident.asking_check", "resident.asking_send", "resident.kiosk", "resident.kiosk_off", "resident.own_plan", "resident.own_plan_empty", "resident.own_plan_write",
    "resident.paper_form", "resident.receipt", "resident.wipe", "resident.wiping",
    "resident.figures", "resident.figures_file", "resident.figures_of_year",
    "resident.carers", "resident.carers_conversation", "resident.carers_ticks", "resident.rota", "resident.route",
    "resident.route_for_another", "resident.route_place",
    "resident.helping", "resident.helping_event", "resident.helping_offer", "resident.helping_offer_check", "resident.helping_offer_send",
    "resident.helping_own", "resident.helping_own_answer", "resident.helping_own_change", "resident.helping_own_confirm",
    "resident.helping_own_keep", "resident.helping_own_leave", "resident.helping_own_left", "resident.helping_own_open",
    "resident.helping_own_pause", "resident.helping_own_person", "resident.helping_own_report", "resident.helping_own_resume",
    "resident.helping_own_stop", "resident.helping_own_withdraw", "resident.helping_question", "resident.helping_question_check",
    "resident.helping_question_send", "resident.helping_receipt",
    "api_searching.search", "api_searching.suggest", "api_searching.openapi",
    "machines.alive", "machines.icon", "machines.metrics", "machines.opensearch", "machines.readiness", "machines.robots",
    "machines.security", "machines.sitemap", "machines.sitemap_part",
    "hsds.about", "hsds.openapi", "hsds.services", "hsds.service", "hsds.organizations", "hsds.organization",
    "hsds.service_at_locations", "hsds.service_at_location", "hsds.taxonomies", "hsds.taxonomy", "hsds.taxonomy_terms",
    "hsds.taxonomy_term", "resident.open_data", "resident.open_data_file",
    "resident.correction", "resident.correction_thanks", "resident.helped", "resident.helped_thanks", "providers.photo", "providers.join", "providers.ask", "providers.join_received", "providers.join_status", "resident.domain", "resident.domains", "resident.home", "resident.offer",
    "resident.offer_print", "resident.offer_vcard", "resident.page_clientondersteuning", "resident.page_hulp_nu",
    "resident.page_klacht", "resident.page_kosten", "resident.page_over_deze_site", "resident.page_pgb_zin",
    "resident.page_privacy", "resident.page_toegankelijkheid", "resident.page_waar_kan_ik_terecht",
    "resident.page_zo_zoeken_wij", "resident.page_zorgen_om_iemand", "resident.search", "resident.search_note", "resident.search_note_thanks",
    "resident.complaint", "resident.complaint_receipt", "resident.complaint_send", "resident.own_complaint",
    "resident.own_complaint_add", "resident.own_complaint_file", "resident.own_complaint_leave", "resident.own_complaint_open",
    "resident.own_complaint_pass_on", "resident.own_complaint_withdraw",
    "resident.own_request", "resident.own_request_add", "resident.own_request_again", "resident.own_request_details",
    "resident.own_request_follow_up", "resident.own_request_keep", "resident.own_request_leave", "resident.own_request_look_back", "resident.own_request_left",
    "resident.own_request_open", "resident.own_request_plan", "resident.own_request_solved", "resident.own_request_support",
    "resident.own_request_take_over", "resident.own_request_withdraw",
    "resident.shortlist", "resident.shortlist_change", "resident.shortlist_compare", "resident.shortlist_file", "resident.shortlist_mail",
    "resident.shortlist_mail_sent", "resident.shortlist_notes", "resident.shortlist_open", "resident.shortlist_print",
    "resident.shortlist_wipe", "resident.slip", "resident.theme", "resident.village", "resident.villages",
    "providers.answer_caller", "providers.call_back", "providers.show_caller",
    "providers.back", "providers.changing", "providers.confirm_still_right", "providers.hand_in_change", "providers.new_link",
    "providers.put_back_offer", "providers.still_right", "providers.stop_offer", "providers.stopping",
    "municipal.back", "municipal.go", "signing.ask_key", "signing.check_key",
    "inviting.invitation", "inviting.answer_invitation", "inviting.second_step", "inviting.confirm_second_step",
    "inviting.recovery_codes", "inviting.kept_recovery_codes", "inviting.confirm_key", "inviting.touch_key",
    "password_forgotten.forgotten", "password_forgotten.ask", "password_forgotten.new_password", "password_forgotten.choose_password",
    "signing.check_code", "signing.check_password", "signing.code", "signing.leave", "signing.leaving", "signing.password",
}  # fmt: skip
ANYBODY_SIGNED_IN = {
    "own_account.add_key",
    "own_account.another_password",
    "own_account.end_one",
    "own_account.name_key",
    "own_account.new_codes",
    "own_account.overview",
    "own_account.remove_key",
    "own_account.touch_key",
}
EDITORS = {
    "editor.activity", "editor.agenda", "editor.agenda_calendar", "editor.change_activity", "editor.hand_in_calendar",
    "editor.judge_activity", "editor.new_activity",
    "editor.figures", "editor.figures_coverage", "editor.figures_file",
    "editor.write", "editor.write_change", "editor.write_drop", "editor.write_new", "editor.write_preview", "editor.write_read_back",
    "editor.current", "editor.current_called", "editor.current_confirm", "editor.current_mail_link", "editor.current_organisation",
    "editor.current_settle", "editor.current_stop", "editor.current_stopping", "editor.current_void_links",
    "editor.doubles", "editor.judge_preview", "editor.merge", "editor.merge_form", "editor.offer_version", "editor.restore_version",
    "editor.unmerge",
    "editor.add_synonym", "editor.change_help_number", "editor.change_synonym", "editor.change_text", "editor.corrections",
    "editor.dashboard", "editor.decide", "editor.edit_synonym", "editor.help_number", "editor.help_numbers", "editor.imports",
    "editor.hand_in_import", "editor.import_report", "editor.change_import", "editor.import_remarks", "editor.undo_import",
    "editor.sources", "editor.source", "editor.new_source", "editor.add_source", "editor.act_on_source", "editor.edit_source",
    "editor.change_source", "editor.stopping_source", "editor.stop_source",
    "editor.judge", "editor.new_synonym", "editor.not_found", "editor.publish_many", "editor.restore_text", "editor.settle_correction",
    "editor.settle_flag", "editor.settle_note", "editor.synonyms", "editor.text", "editor.texts", "editor.to_judge",
    "editor.add_flow_step", "editor.change_flow", "editor.copy_flow", "editor.flow", "editor.flow_head", "editor.flow_part",
    "editor.flow_preview", "editor.flow_step", "editor.flows", "editor.move_flow_step", "editor.remove_flow", "editor.remove_flow_step",
    "editor.accounts", "editor.new_invitation", "editor.send_invitation", "editor.send_again", "editor.withdraw_invitation",
    "editor.account", "editor.change_account", "editor.close_account", "editor.reopen_account", "editor.sign_out_account",
    "editor.reset_second_step", "editor.joint_acts", "editor.ask_joint", "editor.decide_joint", "editor.fetch_list",
    "editor.restart_flow_preview", "editor.restore_flow", "editor.use_flow", "editor.join_requests", "editor.join_request", "editor.decide_join", "editor.organisations", "editor.organisation", "editor.change_organisation",
    "editor.invite_to_organisation", "editor.ask_to_remove", "editor.places", "editor.places_form", "editor.change_places",
}  # fmt: skip
CLIENT_SUPPORT = {"client_support.called", "client_support.one", "client_support.overview"}
FRONT_DESK = {
    "front_desk.answer_call_back", "front_desk.ask_call_back", "front_desk.bundle", "front_desk.bundles", "front_desk.call_back",
    "front_desk.call_backs", "front_desk.change_bundle", "front_desk.change_desk_text", "front_desk.desk_text",
    "front_desk.desk_texts_list", "front_desk.edit_desk_text", "front_desk.handover_done", "front_desk.handovers",
    "front_desk.leave_handover", "front_desk.make_bundle", "front_desk.new_desk_text", "front_desk.offer_notes",
    "front_desk.one_call_back", "front_desk.remove_bundle", "front_desk.remove_desk_text", "front_desk.remove_offer_note",
    "front_desk.settle_call_back", "front_desk.use_bundle", "front_desk.withdraw_call_back", "front_desk.write_desk_text",
    "front_desk.write_offer_note",
    "front_desk.called", "front_desk.code_letter", "front_desk.enter", "front_desk.entered", "front_desk.find_one", "front_desk.follow_up",
    "front_desk.look_back", "front_desk.look_back_answered", "front_desk.look_back_letter",
    "front_desk.hand_over", "front_desk.handed_over", "front_desk.letter", "front_desk.new", "front_desk.one", "front_desk.overview",
    "front_desk.paper_list", "front_desk.letter_pdf", "front_desk.slip_pdf", "front_desk.slip_letter_pdf", "front_desk.paper_orders", "front_desk.order_paper", "front_desk.paper_order_state", "front_desk.plan", "front_desk.posted", "front_desk.record_outcome", "front_desk.reopen", "front_desk.settle",
    "front_desk.support_asked", "front_desk.take_up", "front_desk.write_note",
    "front_desk.ask", "front_desk.call_result", "front_desk.keys", "front_desk.slip", "front_desk.slip_letter", "front_desk.slip_letter_text", "front_desk.slip_link", "front_desk.slip_mail", "front_desk.slip_print", "front_desk.slip_sheet", "front_desk.workspace",
}  # fmt: skip
COMPLAINTS = {
    "complaints.about_me", "complaints.acknowledge", "complaints.answer", "complaints.ask_to_pass_on", "complaints.keep_note",
    "complaints.letter", "complaints.one", "complaints.overview", "complaints.pass_on", "complaints.take_longer",
}  # fmt: skip
MEDIATOR = {
    "mediator.advice", "mediator.answer_for", "mediator.apart", "mediator.approve", "mediator.asked_after", "mediator.block",
    "mediator.called", "mediator.change", "mediator.change_event", "mediator.changing", "mediator.close_event", "mediator.correct", "mediator.edit_event", "mediator.enter",
    "mediator.entered", "mediator.event", "mediator.events", "mediator.extend", "mediator.find_one", "mediator.follow_up",
    "mediator.handed_over", "mediator.letter", "mediator.letter_done", "mediator.make_event", "mediator.new", "mediator.new_code",
    "mediator.new_event", "mediator.no_one", "mediator.one", "mediator.outcome", "mediator.overview", "mediator.pause", "mediator.proposal",
    "mediator.public_line", "mediator.put_to_both", "mediator.refuse", "mediator.reopen", "mediator.report_for", "mediator.resume",
    "mediator.screen", "mediator.section", "mediator.settle", "mediator.solved", "mediator.take_along", "mediator.together",
    "mediator.undo", "mediator.wipe", "mediator.wiping",
}  # fmt: skip
ORGANISATION = {
    "organisation.act_on_activity", "organisation.activity", "organisation.agenda", "organisation.agenda_calendar",
    "organisation.hand_in_calendar", "organisation.new_activity",
    "organisation.answer_call_back", "organisation.call_backs", "organisation.one_call_back",
    "organisation.overview", "organisation.one", "organisation.confirm_all", "organisation.confirm_one", "organisation.stopping",
    "organisation.stop_offer", "organisation.put_back_offer", "organisation.places_form", "organisation.change_places",
    "organisation.messages", "organisation.answer_message", "organisation.export", "organisation.export_csv", "organisation.export_xlsx",
    "organisation.own_data", "organisation.change_own_data", "organisation.invite_colleague", "organisation.withdraw_invitation",
    "organisation.write", "organisation.write_change", "organisation.write_drop", "organisation.write_new",
    "organisation.write_preview", "organisation.write_read_back",
    "organisation.lists", "organisation.hand_in_list", "organisation.list_report", "organisation.change_list", "organisation.list_remarks",
}  # fmt: skip
RULES = {
    "everybody": EVERYBODY,
    "anybody_signed_in": ANYBODY_SIGNED_IN,
    "needs.<locals>.guard": EDITORS | CLIENT_SUPPORT | COMPLAINTS | FRONT_DESK | MEDIATOR | ORGANISATION,
}


def test_every_page_is_listed_with_the_rule_it_has(standing):
    found: dict[str, set[str]] = {}
    for rule in standing.url_map.iter_rules():
        guard = access.rule_for(standing, rule.endpoint)
        assert guard is not None, f"nobody may come in at {rule.endpoint}"
        found.setdefault(guard.__qualname__, set()).add(rule.endpoint)
    assert found == RULES


def test_whoever_is_not_signed_in_sees_nothing_of_the_rooms_behind_the_door(standing):
    client = FlaskClient(standing)
    for rule in standing.url_map.iter_rules():
        if (
            rule.endpoint
            in EDITORS | CLIENT_SUPPORT | COMPLAINTS | FRONT_DESK | MEDIATOR | ORGANISATION | ANYBODY_SIGNED_IN
        ):
            path = rule.rule.replace("<int:number>", "1").replace("<", "").replace(">", "")
            for method in rule.methods - {"OPTIONS", "HEAD"}:
                answer = client.open(
                    path, method=method, headers={"Sec-Fetch-Site": "same-origin", "Host": "hattem.localhost"}
                )
                assert answer.status_code in {302, 303, 401, 403, 404}, (rule.rule, method, answer.status_code)
                assert b"data-offer" not in answer.data


@pytest.mark.parametrize("registered", ["without a rule", "with a rule"])
def test_a_page_without_a_rule_answers_nobody(installation, registered):
    from app.web.application import create_app

    app = create_app(installation)
    room = Blueprint("forgotten", __name__)
    room.add_url_rule("/vergeten", view_func=lambda: "binnen", endpoint="page")
    if registered == "with a rule":
        access.let_in(app, room, access.everybody)
    else:
        app.register_blueprint(room)
    answer = app.test_client().get("/vergeten", headers={"Host": "hattem.localhost"})
    assert (answer.status_code, b"binnen" in answer.data) == (
        (200, True) if registered == "with a rule" else (404, False)
    )
