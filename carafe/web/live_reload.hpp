// Development only: open pages reload by themselves when a template or a static file was changed, or the program started
// anew.
//
// A page carries a small script of our own origin, so the Content-Security-Policy stays as it is. While its tab is shown
// the script asks /_dev/changes?since=VERSION once a second; the answer is made from file times. CARAFE_LIVE_RELOAD=false
// leaves all of it out.
#pragma once

namespace carafe {

class App;
class Request;
struct Response;

/// Adds /_dev/changes and /_dev/reload.js. REQUIRES: before App::start().
void add_live_reload(App& app);

/// Puts the script into the head of a page that answers a GET, and keeps that page out of caches. Other answers, and
/// applications without add_live_reload, stay as they are.
void add_reload_script(Request& request, Response& response);

}  // namespace carafe
