#include "apps/dinkydash/pages/board_answers.hpp"

#include "carafe/crypto/hash.hpp"
#include "carafe/http/conditional.hpp"
#include "carafe/web/app.hpp"
#include "carafe/web/static_files.hpp"

namespace dinkydash {

std::string app_version(const App& app) {
    std::string names;
    for (auto file : {"ui.css", "dinkydash.css", "dinkydash.js"}) {
        names += app.static_files() != nullptr ? app.static_files()->path_of(file).value_or("") : "";
    }
    return crypto::sha256_hex(names).substr(0, 8);
}

BoardView view_board(Request& request, const FamilyInfo& family, Dashboard dashboard, const BoardRights& rights) {
    BoardView view{std::move(dashboard), family_day(family, request.now()), rights, {}};
    view.etag = board_etag(family, view.dashboard, view.day, rights, app_version(request.app()));
    return view;
}

std::optional<Response> unchanged(Request& request, const BoardView& view) {
    auto held = request.header("If-None-Match");
    if (!held) return std::nullopt;
    if (http::matches_etag(*held, view.etag)) return not_modified().header("ETag", view.etag);
    const auto version = '"' + app_version(request.app()) + '-';
    if (held->starts_with(version)) return std::nullopt;
    return no_content().with_status(200).header("HX-Refresh", "true");
}

Board read_board(Request& request, FamilyDb& db, const FamilyInfo& family, BoardView view) {
    auto data = load_board(db, family, std::move(view.dashboard), view.day.today);
    return make_board(data, family, view.day, request.now(), view.rights, std::move(view.etag));
}

Tap read_tap(Request& request, FamilyDb& db, const FamilyInfo& family, Actor actor, Id<Task> task) {
    auto date = parse_iso_date(request.form().get("on_date"));
    if (!date) abort(400);
    return {db, family, family_day(family, request.now()).today, actor, task, *date};
}

std::int64_t posted_person(Request& request, std::string_view field) {
    auto text = request.form().get(field, std::string_view("0"));
    auto id = parse_decimal<std::int64_t>(text, 0);
    if (!id) abort(400);
    return *id;
}

std::int64_t posted_doer(Request& request) {
    return posted_person(request, request.form().has("person_id") ? "person_id" : "with_person_id");
}

}  // namespace dinkydash
