#include "carafe/web/live_reload.hpp"

#include "carafe/base/folder.hpp"
#include "carafe/crypto/random.hpp"
#include "carafe/templates/engine.hpp"
#include "carafe/web/app.hpp"
#include "carafe/web/static_files.hpp"

namespace carafe {

namespace {

constexpr std::string_view kHeadEnd = "</head>";

constexpr char kScript[] = R"((() => {
  const { changes, version } = document.currentScript.dataset;
  let asking = false;
  async function ask() {
    if (asking) return;
    asking = true;
    while (!document.hidden) {
      await new Promise((done) => setTimeout(done, 1000));
      const answer = document.hidden ? null : await fetch(`${changes}?since=${version}`).catch(() => null);
      if (answer?.status === 200) return location.reload();
    }
    asking = false;
  }
  document.addEventListener("visibilitychange", ask);
  ask();
})();
)";

/// One per process: what was compiled may have changed with it.
struct LiveReload {
    std::string process = crypto::random_hex(4);
};

/// Of everything a page may be made from.
std::string files_version(Request& request) {
    const auto& app = request.app();
    std::vector<std::string> folders;
    auto add = [&](const std::vector<std::string>& more) { folders.insert(folders.end(), more.begin(), more.end()); };
    if (app.has_templates()) add(app.templates().loader().folders());
    if (app.static_files() != nullptr) add(app.static_files()->folders());
    return request.state<LiveReload>().process + '-' + std::to_string(folder_version(folders));
}

/// 204, or 200 with the new version.
Response changes(Request& request) {
    auto version = files_version(request);
    const bool same = request.args().get("since") == version;
    return (same ? no_content() : plain_text(std::move(version))).header("Cache-Control", "no-store");
}

Response reload_script(Request&) {
    auto response = fixed_text(kScript);
    response.content_type = "text/javascript; charset=utf-8";
    return std::move(response).header("Cache-Control", "no-cache");
}

bool is_page(const Request& request, const Response& response) {
    return request.is_safe() && !request.is_htmx() && response.content_type.starts_with("text/html");
}

}  // namespace

void add_live_reload(App& app) {
    const auto rule = public_access("pages reload themselves in development");
    app.provide(std::make_unique<LiveReload>());
    app.root().get<"/_dev/changes", changes>(rule, {.name = "dev_changes", .unlogged = true});
    app.root().get<"/_dev/reload.js", reload_script>(rule, {.name = "dev_reload_script", .unlogged = true});
}

void add_reload_script(Request& request, Response& response) {
    if (!request.app().config().has_live_reload() || !is_page(request, response)) return;
    const auto head = response.body.find(kHeadEnd);
    if (head == std::string::npos) return;
    response.body.insert(head, "<script src=\"" + request.url(url_for<reload_script>()) + "\" data-changes=\"" +
                                   request.url(url_for<changes>()) + "\" data-version=\"" + files_version(request) +
                                   "\" defer></script>");
    std::erase_if(response.headers, [](const auto& header) { return header.name == "ETag" || header.name == "Cache-Control"; });
    response.headers.push_back({"Cache-Control", "no-store"});
}

}  // namespace carafe
