#include "carafe/server/detail/health.hpp"

#include "carafe/http/request_parser.hpp"
#include "carafe/http/response_writer.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <memory>
#include <string>

namespace carafe::server::detail {

namespace {

using boost::system::error_code;

class HealthClient : public std::enable_shared_from_this<HealthClient> {
  public:
    HealthClient(asio::ip::tcp::socket socket, Core& core)
        : socket_(std::move(socket)), timer_(socket_.get_executor()), core_(core) {}

    void start() {
        timer_.expires_after(std::chrono::seconds(2));
        timer_.async_wait([self = shared_from_this()](const error_code& error) {
            error_code ignored;
            if (!error) {
                self->socket_.close(ignored);
            }
        });
        read();
    }

  private:
    void read() {
        auto room = asio::buffer(input_.data() + length_, input_.size() - length_);
        socket_.async_read_some(
            room, [self = shared_from_this()](const error_code& error, std::size_t count) {
                if (error) {
                    return self->end();
                }
                self->length_ += count;
                self->on_octets();
            });
    }

    void on_octets() {
        auto step = parser_.feed({input_.data(), length_});
        if (step.is_done()) {
            return write(make_answer());
        }
        if (step.is_refused()) {
            return write(http::make_refusal(step.status()));
        }
        if (length_ == input_.size()) {
            return write(http::make_refusal(431));
        }
        read();
    }

    http::Response make_answer() {
        http::Request request(parser_.head(), input_.data());
        http::Response response = http::make_refusal(404);
        if (request.method() != http::Method::Get) {
            return http::make_refusal(405);
        }
        bool is_health = request.path() == "/healthz";
        bool is_readiness = request.path() == "/readyz";
        if (!is_health && !is_readiness) {
            return response;
        }
        bool is_good = is_health || is_ready();
        response.status = is_good ? 200 : 503;
        response.body = is_health ? "alive\n" : is_good ? "ready\n" : "not ready\n";
        return response;
    }

    bool is_ready() const {
        if (core_.is_stopping) {
            return false;
        }
        try {
            return !core_.options.is_ready || core_.options.is_ready();
        } catch (const std::exception& error) {
            core_.log(error.what());
            return false;
        }
    }

    void write(const http::Response& response) {
        const auto date = core_.clock.date();
        http::append_head(output_, response, {.date = date.view(), .close = true});
        output_ += response.bytes();
        asio::async_write(
            socket_,
            asio::buffer(output_),
            [self = shared_from_this()](const error_code&, std::size_t) { self->end(); });
    }

    void end() {
        error_code ignored;
        socket_.shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
        timer_.cancel();
    }

    asio::ip::tcp::socket socket_;
    asio::steady_timer timer_;
    Core& core_;
    http::RequestParser parser_{};
    std::array<char, 4096> input_{};
    std::size_t length_ = 0;
    std::string output_{};
};

}  // namespace

void answer_health(asio::ip::tcp::socket socket, Core& core) {
    std::make_shared<HealthClient>(std::move(socket), core)->start();
}

}  // namespace carafe::server::detail
