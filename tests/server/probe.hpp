// The application behind the server's tests: one small route for each thing a server can get wrong.
#pragma once
#include "carafe/http/message.hpp"
#include "carafe/server/server.hpp"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>

namespace carafe::server {

/// Handlers wait here until the test opens it.
class Barrier {
  public:
    void wait();
    /// Returns when `count` handlers wait.
    void wait_for(int count);
    void open();

  private:
    std::mutex mutex_{};
    std::condition_variable changed_{};
    int waiting_ = 0;
    bool is_open_ = false;
};

/// /            200, empty                          /echo      the body
/// /big/N       N octets                            /count     "1", "2", …: how many came before
/// /block       waits at the barrier; quick lane    /slow      the same, declared slow
/// /instant     needs no thread                     /throw     throws
/// /odd         throws an int                       /split     a header that is the server's own
/// /small       takes 10 octets                     /missing   404, body discarded
/// /none        204                                 /route     the route handed back by plan
/// /peer        address of the client
class Probe : public http::Handler {
  public:
    http::BodyPlan plan(const http::Request& head) noexcept override;
    void handle(const http::Request& request, http::Response& response) override;

    Barrier barrier{};
    std::atomic<int> handled{0};
};

/// Short timeouts, any free ports, no signals.
Options test_options();

/// Waits until it is true; false after ten seconds.
bool eventually(const std::function<bool()>& condition);

}  // namespace carafe::server
