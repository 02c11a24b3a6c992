#include "apps/dinkydash/app.hpp"

#include "apps/dinkydash/commands.hpp"
#include "apps/dinkydash/models/all.hpp"
#include "apps/dinkydash/pages/account.hpp"
#include "apps/dinkydash/pages/all.hpp"
#include "apps/dinkydash/pages/auth.hpp"
#include "apps/dinkydash/pages/countdowns.hpp"
#include "apps/dinkydash/pages/dashboard.hpp"
#include "apps/dinkydash/pages/dashboards.hpp"
#include "apps/dinkydash/pages/errors.hpp"
#include "apps/dinkydash/pages/home.hpp"
#include "apps/dinkydash/pages/media.hpp"
#include "apps/dinkydash/pages/members.hpp"
#include "apps/dinkydash/pages/people.hpp"
#include "apps/dinkydash/pages/screens.hpp"
#include "apps/dinkydash/pages/settings.hpp"
#include "apps/dinkydash/pages/tasks.hpp"
#include "apps/dinkydash/pages/wall.hpp"
#include "apps/dinkydash/services/limits.hpp"
#include "apps/dinkydash/services/pictures.hpp"
#include "carafe/auth/passwords.hpp"
#include "carafe/auth/sessions.hpp"
#include "carafe/notify/outbox.hpp"
#include "carafe/templates/engine.hpp"
#include "carafe/web/static_files.hpp"
#include "carafe/web/template_globals.hpp"

#include <filesystem>

namespace dinkydash {

EmbeddedFiles template_files();
EmbeddedFiles static_files();
EmbeddedFiles migration_files();

namespace {

AccessRule members() { return login_required(); }
AccessRule admins() { return requires_role(Role::Owner, Role::Admin); }
AccessRule owners() { return requires_role(Role::Owner); }

void visitor_routes(Blueprint& bp) {
    bp.form<"/register", auth_pages::register_>(public_access("families register themselves"), {.name = "register"});
    bp.form<"/login", auth_pages::login>(public_access("logging in"));
    bp.form<"/logout", auth_pages::logout>(public_access("logging out; asks when the link is foreign"), {.writes = true});
    bp.form<"/forgot", auth_pages::forgot>(public_access("asking for a reset link"));
    bp.form<"/reset/<token>", auth_pages::reset>(public_access("the token is the key"));
    bp.form<"/invite/<token>", auth_pages::invite>(public_access("the token is the key"));
}

void dashboard_routes(Blueprint& bp) {
    bp.get<"/<int:id>", dashboard::show>();
    bp.get<"/<int:id>/content", dashboard::content>({}, {.passive = true});
    bp.post<"/<int:id>/tasks/<int:task_id>/done", dashboard::done>();
    bp.post<"/<int:id>/tasks/<int:task_id>/undo", dashboard::undo>();
    bp.post<"/<int:id>/tasks/<int:task_id>/skip", dashboard::skip>();
    bp.post<"/<int:id>/tasks/<int:task_id>/swap", dashboard::swap>();
    bp.post<"/<int:id>/dismiss", dashboard::dismiss>(admins());
}

void wall_routes(Blueprint& bp) {
    const auto anybody = public_access("a screen without a pairing sees how to pair");
    bp.form<"/pair", wall::pair>(public_access("the code is the key; tries are counted"));
    bp.form<"/pair/<token>", wall::pair_token>(public_access("the token is the key; tries are counted"));
    bp.get<"/wall", wall::show>(anybody);
    bp.get<"/wall/content", wall::content>(anybody, {.passive = true});
    bp.get<"/wall/t/<token>", wall::permanent>(public_access("the token is the key"), {.writes = true});
    bp.post<"/wall/tasks/<int:task_id>/done", wall::done>(screen_required());
    bp.post<"/wall/tasks/<int:task_id>/undo", wall::undo>(screen_required());
    bp.post<"/wall/tasks/<int:task_id>/skip", wall::skip>(screen_required());
    bp.post<"/wall/tasks/<int:task_id>/swap", wall::swap>(screen_required());
}

void people_routes(Blueprint& bp, std::uint64_t upload) {
    bp.get<"/", people::index>();
    bp.form<"/new", people::create>({}, {.body_limit = upload});
    bp.form<"/<int:id>", people::edit>({}, {.body_limit = upload});
    bp.form<"/<int:id>/delete", people::remove>();
    bp.post<"/<int:id>/move", people::move>();
    bp.post<"/<int:id>/absences", people::absence_add>();
    bp.post<"/<int:id>/absences/<int:absence_id>/delete", people::absence_remove>();
}

void task_routes(Blueprint& bp, std::uint64_t upload) {
    bp.get<"/", tasks::index>();
    bp.form<"/new", tasks::create>({}, {.body_limit = upload});
    bp.form<"/<int:id>/edit", tasks::edit>({}, {.body_limit = upload});
    bp.form<"/<int:id>/delete", tasks::remove>();
}

void countdown_routes(Blueprint& bp, std::uint64_t upload) {
    bp.get<"/", countdowns::index>();
    bp.form<"/new", countdowns::create>({}, {.body_limit = upload});
    bp.form<"/<int:id>/edit", countdowns::edit>({}, {.body_limit = upload});
    bp.form<"/<int:id>/delete", countdowns::remove>();
}

void dashboards_routes(Blueprint& bp) {
    bp.get<"/", dashboards::index>();
    bp.form<"/new", dashboards::create>();
    bp.form<"/<int:id>/edit", dashboards::edit>();
    bp.form<"/<int:id>/delete", dashboards::remove>();
    bp.post<"/<int:id>/move", dashboards::move>();
    bp.post<"/<int:id>/default", dashboards::make_default>();
}

void screen_routes(Blueprint& bp) {
    bp.get<"/", screens::index>();
    bp.form<"/new", screens::create>();
    bp.form<"/<int:id>/edit", screens::edit>();
    bp.form<"/<int:id>/revoke", screens::revoke>();
    bp.post<"/<int:id>/code", screens::new_code>();
    bp.post<"/<int:id>/link", screens::permanent_link>();
}

void member_routes(Blueprint& bp) {
    bp.get<"/", members::index>();
    bp.form<"/invite", members::invite>();
    bp.post<"/invitations/<int:id>/revoke", members::revoke_invite>();
    bp.form<"/<int:id>/role", members::role>();
    bp.form<"/<int:id>/remove", members::remove>();
    bp.form<"/hand-over", members::hand_over>(owners());
}

void account_routes(Blueprint& bp) {
    bp.get<"/", account::index>();
    bp.post<"/name", account::name>();
    bp.post<"/email", account::email>();
    bp.form<"/email/confirm/<token>", account::confirm_email>();
    bp.post<"/password", account::password>();
    bp.post<"/sessions/<int:id>/end", account::end_session>();
    bp.post<"/sessions/end", account::end_all>();
}

/// @param upload  octets of a form with a picture.
void add_routes(App& app, std::uint64_t upload) {
    visitor_routes(app.nest("auth", ""));
    app.nest("home", "", members()).get<"/", home::index>();
    dashboard_routes(app.nest("dashboard", "/dashboard", members()));
    wall_routes(app.nest("wall", ""));
    people_routes(app.nest("people", "/people", admins()), upload);
    task_routes(app.nest("tasks", "/admin/tasks", admins()), upload);
    countdown_routes(app.nest("countdowns", "/admin/countdowns", admins()), upload);
    dashboards_routes(app.nest("dashboards", "/admin/dashboards", admins()));
    screen_routes(app.nest("screens", "/admin/screens", admins()));
    member_routes(app.nest("members", "/admin/members", admins()));
    app.nest("settings", "/settings", admins()).form<"/", settings::index>();
    account_routes(app.nest("account", "/account", members()));
    app.nest("media", "/media").get<"/<int:id>/<size>", media::show>(family_or_screen(), {.passive = true});
}

Value load_user(CallContext& context, const void*) {
    if (context.request() == nullptr) return Value::none();
    auto& present = context.request_as<Request>().local<Present>();
    return present.member_view ? to_value(*present.member_view) : Value::none();
}

Value load_family(CallContext& context, const void*) {
    if (context.request() == nullptr) return Value::none();
    auto& present = context.request_as<Request>().local<Present>();
    return present.family_view ? to_value(*present.family_view) : Value::none();
}

/// Development reads the source folders, so that a changed file shows at once; empty elsewhere.
std::vector<std::string> source_folders(const AppConfig& config, const std::string& kind) {
    const std::string own = DINKYDASH_SOURCE_DIR "/" + kind;
    if (!config.is_development() || !std::filesystem::is_directory(own)) return {};
    return {own, DINKYDASH_SOURCE_DIR "/../shared/" + kind};
}

templates::Loader make_loader(const AppConfig& config) {
    auto folders = source_folders(config, "templates");
    return folders.empty() ? templates::Loader::from_embedded({template_files()})
                           : templates::Loader::from_folders(std::move(folders));
}

std::unique_ptr<templates::Engine> make_templates(const App& app, const AppConfig& config) {
    templates::Environment environment;
    add_web_globals(environment, app);
    environment.add_global({.name = "current_user", .type = &static_type<std::optional<CurrentUser>>(), .load = load_user});
    environment.add_global({.name = "family", .type = &static_type<std::optional<CurrentFamily>>(), .load = load_family});
    return std::make_unique<templates::Engine>(make_loader(config), std::move(environment),
                                               templates::EngineOptions{.development = config.is_development()});
}

/// The folder of a SQLite file must exist before the file is made.
void make_data_folder(const AppConfig& config) { std::filesystem::create_directories(config.data_folder()); }

std::unique_ptr<notify::Transport> make_transport(const AppConfig& config) {
    if (!config.mail_spool_folder().empty()) return notify::spool_transport(config.mail_spool_folder());
    return notify::smtp_transport({config.mail_server(), config.mail_port(), config.mail_use_tls(), config.mail_username(),
                                   config.mail_password().reveal});
}

}  // namespace

std::unique_ptr<App> create_app(const AppConfig& config, const Clock& clock, Log log, const AppOptions& options) {
    auto app = std::make_unique<App>(config, clock, std::move(log));
    make_data_folder(config);
    orm::DatabaseOptions database_options;
    database_options.on_system_session = [log = app->log()](std::string_view reason) {
        if (log.is_on(LogLevel::Debug)) log.write(LogLevel::Debug, "orm.as_system", {{"reason", reason}});
    };
    app->use_database(std::make_unique<orm::Database>(config.database(), Models{}, clock, std::move(database_options)));
    app->use_static_files(std::make_unique<StaticFiles>(std::vector<EmbeddedFiles>{static_files()},
                                                        source_folders(config, "static")));
    app->lend(config);
    app->provide(std::make_unique<auth::Passwords>(options.password_cost));
    app->provide(std::make_unique<auth::SessionLimits>(auth::SessionLimits{
        std::chrono::minutes{config.session_minutes()}, std::chrono::hours{12}, std::chrono::days{config.remember_days()}}));
    app->provide(std::make_unique<Limits>());
    storage::PictureLimits limits;
    limits.bytes = static_cast<std::size_t>(config.max_image_bytes());
    app->provide(std::make_unique<Pictures>(Pictures{storage::FileStore(config.uploads()), limits,
                                                     static_cast<std::uintmax_t>(config.family_image_quota_mb()) << 20}));
    app->identify(identify).login_page(url_for<auth_pages::login>());
    app->error_page(errors::error_page).expired_form_page(errors::expired_form_page);
    add_routes(*app, static_cast<std::uint64_t>(config.max_content_length()));
    app->use_templates<Pages>(make_templates(*app, config));
    return app;
}

cli::Program make_program(AppConfig& config) {
    cli::Program program;
    program.name = "dinkydash";
    program.summary = "Family dashboards: whose turn it is today, on every screen.";
    program.config = &config;
    program.create = [&config](const Clock& clock, Log log) { return create_app(config, clock, std::move(log)); };
    program.migrations = migration_files();
    program.migrations_folder = DINKYDASH_SOURCE_DIR "/migrations";
    program.commands = commands();
    program.background = [&config](App& app) -> std::shared_ptr<void> {
        if (!config.sends_mail()) return nullptr;
        return std::make_shared<notify::Delivery>(app.database(), make_transport(config), app.log());
    };
    return program;
}

}  // namespace dinkydash
