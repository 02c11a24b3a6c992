// A blocking client for tests: raw octets out, answers in. Every read gives up after ten seconds,
// so a broken server fails a test instead of hanging it.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace carafe::server {

struct Answer {
    int status = 0;
    std::string head{};  // with its empty line
    std::string body{};

    /// Value of a field by exact name; empty when absent.
    std::string field(std::string_view name) const;
    /// How often a field of that name stands in the head.
    std::size_t count(std::string_view name) const;
};

class Client {
  public:
    explicit Client(std::uint16_t port, int receive_buffer = 0);
    Client(Client&& other) noexcept;
    Client& operator=(Client&&) = delete;
    ~Client();

    /// Sends what the server takes; a server that has closed is no error.
    void send(std::string_view octets);
    void send_octet_by_octet(std::string_view octets);
    void half_close();

    /// The next answer; nothing at the end of the connection. `has_body` false: of a HEAD request.
    std::optional<Answer> read(bool has_body = true);
    /// Everything until the server closes.
    std::vector<Answer> read_all();
    /// Whether the server has closed without another octet.
    bool is_at_end();

    std::optional<Answer> get(std::string_view path);

  private:
    bool receive();

    int descriptor_;
    std::string buffer_{};
};

/// "GET path" with Host and, if given, more fields each with CRLF.
std::string get_request(std::string_view path, std::string_view fields = "");
std::string post_request(std::string_view path,
                         std::string_view body,
                         std::string_view fields = "");

}  // namespace carafe::server
