#include "apps/dinkydash/pages/dashboard.hpp"

#include "apps/dinkydash/pages/board_answers.hpp"
#include "apps/dinkydash/services/dashboards.hpp"
#include "carafe/web/render.hpp"

#include <algorithm>

namespace dinkydash::dashboard {

namespace {

BoardRights rights_of(const Member& me) { return {true, true, me.is_admin(), false}; }

/// The tabs above a board: the default one first.
std::vector<DashboardLink> tabs_of(const std::vector<Dashboard>& dashboards) {
    std::vector<DashboardLink> tabs;
    for (const auto& dashboard : dashboards) {
        tabs.push_back({dashboard.id.value, dashboard.name, dashboard.is_default, {}});
    }
    std::stable_sort(tabs.begin(), tabs.end(), [](const auto& a, const auto& b) { return a.is_default && !b.is_default; });
    return tabs;
}

/// A tap on a card of this dashboard. @throws orm::NotFound when the dashboard is not this family's.
Tap read_board_tap(Request& request, FamilyDb& db, const Member& me, const FamilyInfo& family, Id<Dashboard> id,
                   Id<Task> task_id) {
    db.get_or_404(id);
    return read_tap(request, db, family, actor_of(me), task_id);
}

/// The changed card for htmx, else back to the dashboard.
Response answer_tap(Request& request, const Tap& tap, const Member& me, Id<Dashboard> id, const TapResult& result) {
    const bool over = result.kind == TapResult::Kind::DayOver;
    Toast toast{tap.task.value, format_iso(tap.on_date), result.text, result.can_undo};
    if (!request.is_htmx()) {
        if (over) abort(409, result.text);
        if (!result.text.empty()) flash(request, result.text, result.kind == TapResult::Kind::Refused ? "warning" : "info");
        return redirect(url_for<show>(id));
    }
    auto family = tap.family;
    family.revision += result.kind == TapResult::Kind::Changed ? 1 : 0;
    auto view = view_board(request, family, tap.db.get_or_404(id), rights_of(me));
    auto board = read_board(request, tap.db, family, std::move(view));
    if (over) {
        return render(request, DashboardStalePage{board, toast})
            .with_status(409)
            .header("HX-Retarget", "#content")
            .header("HX-Reswap", "outerHTML");
    }
    auto task = load_planned_task(tap.db, family, tap.task, tap.today);
    auto card = make_card(task, load_people(tap.db), family, tap.on_date, rights_of(me));
    std::optional<Toast> shown;
    if (!toast.text.empty()) shown = toast;
    return render(request, DashboardCardPage{card, id.value, board.progress, shown});
}

}  // namespace

Response show(Request& request, FamilyDb& db, const Member& me, const FamilyInfo& family, Id<Dashboard> id) {
    // One statement for the dashboard and its neighbours: a page has few of them to spend.
    auto dashboards = all_dashboards(db);
    auto shown = std::find_if(dashboards.begin(), dashboards.end(), [&](const Dashboard& dashboard) { return dashboard.id == id; });
    if (shown == dashboards.end()) abort(404);
    auto view = view_board(request, family, *shown, rights_of(me));
    auto board = read_board(request, db, family, std::move(view));
    return render(request, DashboardPage{board, tabs_of(dashboards)});
}

Response content(Request& request, FamilyDb& db, const Member& me, const FamilyInfo& family, Id<Dashboard> id) {
    auto view = view_board(request, family, db.get_or_404(id), rights_of(me));
    if (auto same = unchanged(request, view)) return std::move(*same);
    auto etag = view.etag;
    auto board = read_board(request, db, family, std::move(view));
    return render(request, DashboardContentPage{board}).header("ETag", etag).header("Cache-Control", "private, no-cache");
}

Response done(Request& request, FamilyDb& db, const Member& me, const FamilyInfo& family, Id<Dashboard> id, Id<Task> task_id) {
    auto tap = read_board_tap(request, db, me, family, id, task_id);
    return answer_tap(request, tap, me, id, tick_off(tap, posted_doer(request)));
}

Response undo(Request& request, FamilyDb& db, const Member& me, const FamilyInfo& family, Id<Dashboard> id, Id<Task> task_id) {
    auto tap = read_board_tap(request, db, me, family, id, task_id);
    const bool turn = request.form().get("what") == "turn";
    return answer_tap(request, tap, me, id, turn ? undo_turn(tap) : untick(tap, posted_person(request, "person_id")));
}

Response skip(Request& request, FamilyDb& db, const Member& me, const FamilyInfo& family, Id<Dashboard> id, Id<Task> task_id) {
    auto tap = read_board_tap(request, db, me, family, id, task_id);
    return answer_tap(request, tap, me, id, skip_turn(tap));
}

Response swap(Request& request, FamilyDb& db, const Member& me, const FamilyInfo& family, Id<Dashboard> id, Id<Task> task_id) {
    auto tap = read_board_tap(request, db, me, family, id, task_id);
    return answer_tap(request, tap, me, id, swap_turn(tap, posted_person(request, "with_person_id")));
}

Response dismiss(Request&, FamilyDb& db, Id<Dashboard> id) {
    db.get_or_404(id);
    db.query<Family>().where(&Family::id, db.tenant_id()).set(&Family::checklist_hidden, true).update();
    touch_family(db);
    return redirect(url_for<show>(id));
}

}  // namespace dinkydash::dashboard
