// What every template of an application may use: url_for, static, csrf_field, get_flashed_messages, request.
#pragma once

namespace carafe {

class App;
namespace templates {
class Environment;
}

/// Registers them. url_for and static are checked when templates are loaded: an unknown endpoint, a missing
/// or unknown argument and a file that is not there refuse the start.
/// @param app  must outlive the environment; its routes must be complete before templates are loaded.
void add_web_globals(templates::Environment& environment, const App& app);

}  // namespace carafe
