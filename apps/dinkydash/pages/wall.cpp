#include "apps/dinkydash/pages/wall.hpp"

#include "apps/dinkydash/pages/board_answers.hpp"
#include "apps/dinkydash/pages/secret_page.hpp"
#include "apps/dinkydash/services/limits.hpp"
#include "apps/dinkydash/services/screens.hpp"
#include "carafe/web/render.hpp"

namespace dinkydash::wall {

namespace {

BoardRights rights_of(const Screen& screen) { return {screen.may_tick, screen.may_swap, false, true}; }

FamilyDb& rows_of(Request& request) { return *request.local<Present>().db; }
const FamilyInfo& family_of(Request& request) { return *request.local<Present>().family; }

BoardView view_wall(Request& request, const Screen& screen, const FamilyInfo& family) {
    return view_board(request, family, rows_of(request).get_or_404(screen.dashboard_id), rights_of(screen));
}

Response show_board(Request& request, const Screen& screen) {
    auto board = read_board(request, rows_of(request), family_of(request), view_wall(request, screen, family_of(request)));
    return render(request, WallPage{board});
}

Response answer_tap(Request& request, const Tap& tap, const Screen& screen, const TapResult& result) {
    const bool over = result.kind == TapResult::Kind::DayOver;
    if (!request.is_htmx()) {
        if (over) abort(409, result.text);
        return redirect(url_for<show>());
    }
    auto family = tap.family;
    family.revision += result.kind == TapResult::Kind::Changed ? 1 : 0;
    auto board = read_board(request, tap.db, family, view_wall(request, screen, family));
    Toast toast{tap.task.value, format_iso(tap.on_date), result.text, result.can_undo};
    if (over) {
        return render(request, WallStalePage{board, toast})
            .with_status(409)
            .header("HX-Retarget", "#content")
            .header("HX-Reswap", "outerHTML");
    }
    auto task = load_planned_task(tap.db, family, tap.task, tap.today);
    auto card = make_card(task, load_people(tap.db), family, tap.on_date, rights_of(screen));
    std::optional<Toast> shown;
    if (!toast.text.empty()) shown = toast;
    return render(request, WallCardPage{card, board.progress, shown});
}

/// A screen may only touch tasks of its own dashboard.
Tap read_wall_tap(Request& request, FamilyDb& db, const Screen& screen, const FamilyInfo& family, Id<Task> task_id, bool allowed) {
    if (!allowed) abort(403);
    auto task = db.get_or_404(task_id);
    if (task.dashboard_id != screen.dashboard_id) abort(404);
    return read_tap(request, db, family, actor_of(screen), task_id);
}

}  // namespace

Response pair(Request& request) {
    PairForm form{request};
    if (form.validate_on_submit()) {
        request.state<Limits>().check_pairing(request);
        auto device = find_pairing_by_code(request.work().session(), form.code.text());
        if (device) {
            auto db = family_db(request, Id<Family>{device->tenant_id.value});
            connect_screen(request, db, *device);
            return redirect(url_for<show>());
        }
        request.state<Limits>().count_wrong_pairing(request);
        form.code.error("This code is not known or has expired. Ask for a new one.");
    }
    return render(request, PairPage{form});
}

Response pair_token(Request& request, std::string_view token) {
    request.state<Limits>().check_pairing(request);
    auto device = find_pairing(request.work().session(), token);
    if (!device) {
        request.state<Limits>().count_wrong_pairing(request);
        PairForm form{request};
        return secret_page(render(request, PairPage{form}).with_status(404));
    }
    auto db = family_db(request, Id<Family>{device->tenant_id.value});
    if (request.is_post()) {
        connect_screen(request, db, *device);
        return secret_page(redirect(url_for<show>()));
    }
    return secret_page(render(request, PairConfirmPage{db.get_or_404(device->dashboard_id).name}));
}

Response show(Request& request) {
    const auto* screen = find_screen(request);
    if (screen == nullptr) {
        PairForm form{request};
        return render(request, WallGonePage{form});
    }
    renew_screen_cookie(request);
    return show_board(request, *screen);
}

Response content(Request& request) {
    const auto* screen = find_screen(request);
    if (screen == nullptr) {
        PairForm form{request};
        return render(request, WallRevokedPage{form});
    }
    auto view = view_wall(request, *screen, family_of(request));
    if (auto same = unchanged(request, view)) return std::move(*same);
    auto etag = view.etag;
    auto board = read_board(request, rows_of(request), family_of(request), std::move(view));
    return render(request, WallContentPage{board}).header("ETag", etag).header("Cache-Control", "private, no-cache");
}

Response permanent(Request& request, std::string_view token) {
    const auto* screen = find_screen_by_permanent_token(request, token);
    if (screen == nullptr) {
        PairForm form{request};
        return secret_page(render(request, WallGonePage{form}));
    }
    auto db = rows_of(request);
    auto device = db.get_or_404(screen->id);
    if (is_connected(request, device)) {
        renew_screen_cookie(request);
    } else {
        connect_screen(request, db, device);
    }
    return secret_page(show_board(request, *screen));
}

Response done(Request& request, FamilyDb& db, const Screen& screen, const FamilyInfo& family, Id<Task> task_id) {
    auto tap = read_wall_tap(request, db, screen, family, task_id, screen.may_tick);
    return answer_tap(request, tap, screen, tick_off(tap, posted_doer(request)));
}

Response undo(Request& request, FamilyDb& db, const Screen& screen, const FamilyInfo& family, Id<Task> task_id) {
    const bool turn = request.form().get("what") == "turn";
    auto tap = read_wall_tap(request, db, screen, family, task_id, turn ? screen.may_swap : screen.may_tick);
    return answer_tap(request, tap, screen, turn ? undo_turn(tap) : untick(tap, posted_person(request, "person_id")));
}

Response skip(Request& request, FamilyDb& db, const Screen& screen, const FamilyInfo& family, Id<Task> task_id) {
    auto tap = read_wall_tap(request, db, screen, family, task_id, screen.may_swap);
    return answer_tap(request, tap, screen, skip_turn(tap));
}

Response swap(Request& request, FamilyDb& db, const Screen& screen, const FamilyInfo& family, Id<Task> task_id) {
    auto tap = read_wall_tap(request, db, screen, family, task_id, screen.may_swap);
    return answer_tap(request, tap, screen, swap_turn(tap, posted_person(request, "with_person_id")));
}

}  // namespace dinkydash::wall
