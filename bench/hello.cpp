// The Carafe server with the smallest application: every check, limit and deadline on, a fixed
// answer.
//
//     bench_hello PORT [THREADS]      THREADS for slow work, 6 unless said; with reserve and spare
//     that makes 9
#include "carafe/base/numbers.hpp"
#include "carafe/server/server.hpp"

#include <cstdint>
#include <cstdio>

namespace {

class Hello : public carafe::http::Handler {
  public:
    carafe::http::BodyPlan plan(const carafe::http::Request&) noexcept override {
        carafe::http::BodyPlan plan;
        plan.meter = &meter_;
        return plan;
    }

    void handle(const carafe::http::Request&, carafe::http::Response& response) override {
        response.content_type = "text/plain; charset=utf-8";
        response.fixed = "Hello, World!";
    }

  private:
    carafe::http::LaneMeter meter_{};
};

}  // namespace

int main(int argc, char** argv) {
    auto port = argc >= 2 ? carafe::parse_decimal<std::uint16_t>(argv[1]) : std::nullopt;
    auto threads = argc >= 3 ? carafe::parse_decimal<unsigned>(argv[2]) : 6U;
    if (!port || !threads) {
        std::fputs("usage: bench_hello PORT [THREADS]\n", stderr);
        return 2;
    }
    Hello hello;
    carafe::server::Options options;
    options.port = *port;
    options.threads = *threads;
    carafe::server::Server server(options, hello);
    if (auto started = server.start(); !started) {
        std::fprintf(stderr, "%s\n", started.error().message.c_str());
        return 1;
    }
    return server.wait();
}
