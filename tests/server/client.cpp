#include "tests/server/client.hpp"

#include "carafe/base/numbers.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace carafe::server {

namespace {
constexpr int kPatienceMs = 10'000;
}

std::string Answer::field(std::string_view name) const {
    auto at = head.find("\r\n" + std::string(name) + ": ");
    if (at == std::string::npos) {
        return {};
    }
    auto start = at + name.size() + 4;
    return head.substr(start, head.find("\r\n", start) - start);
}

std::size_t Answer::count(std::string_view name) const {
    std::size_t count = 0;
    auto wanted = "\r\n" + std::string(name) + ": ";
    for (auto at = head.find(wanted); at != std::string::npos; at = head.find(wanted, at + 1)) {
        ++count;
    }
    return count;
}

Client::Client(std::uint16_t port, int receive_buffer)
    : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    int one = 1;
    ::setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (receive_buffer > 0) {
        ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    }
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(descriptor_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        ::close(descriptor_);
        throw std::runtime_error("cannot connect");
    }
}

Client::Client(Client&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), buffer_(std::move(other.buffer_)) {}

Client::~Client() {
    if (descriptor_ >= 0) {
        ::close(descriptor_);
    }
}

void Client::send(std::string_view octets) {
    while (!octets.empty()) {
        auto count = ::send(descriptor_, octets.data(), octets.size(), MSG_NOSIGNAL);
        if (count <= 0) {
            return;
        }
        octets.remove_prefix(static_cast<std::size_t>(count));
    }
}

void Client::send_octet_by_octet(std::string_view octets) {
    for (std::size_t i = 0; i < octets.size(); ++i) {
        send(octets.substr(i, 1));
    }
}

void Client::half_close() {
    ::shutdown(descriptor_, SHUT_WR);
}

bool Client::receive() {
    pollfd waited{descriptor_, POLLIN, 0};
    if (::poll(&waited, 1, kPatienceMs) == 0) {
        throw std::runtime_error("the server does not answer");
    }
    char piece[65536];
    auto count = ::recv(descriptor_, piece, sizeof piece, 0);
    if (count <= 0) {
        return false;
    }
    buffer_.append(piece, static_cast<std::size_t>(count));
    return true;
}

std::optional<Answer> Client::read(bool has_body) {
    std::size_t end = 0;
    while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
        if (!receive()) {
            return std::nullopt;
        }
    }
    Answer answer;
    answer.head = buffer_.substr(0, end + 4);
    answer.status = parse_decimal<int>(std::string_view(answer.head).substr(9, 3)).value_or(0);
    buffer_.erase(0, end + 4);
    auto length =
        has_body ? parse_decimal<std::size_t>(answer.field("Content-Length")).value_or(0) : 0;
    while (buffer_.size() < length) {
        if (!receive()) {
            return std::nullopt;
        }
    }
    answer.body = buffer_.substr(0, length);
    buffer_.erase(0, length);
    return answer;
}

std::vector<Answer> Client::read_all() {
    std::vector<Answer> answers;
    while (auto answer = read()) {
        answers.push_back(std::move(*answer));
    }
    return answers;
}

bool Client::is_at_end() {
    return buffer_.empty() && !receive() && buffer_.empty();
}

std::optional<Answer> Client::get(std::string_view path) {
    send(get_request(path));
    return read();
}

std::string get_request(std::string_view path, std::string_view fields) {
    return "GET " + std::string(path) + " HTTP/1.1\r\nHost: localhost\r\n" + std::string(fields) +
           "\r\n";
}

std::string post_request(std::string_view path, std::string_view body, std::string_view fields) {
    return "POST " + std::string(path) +
           " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\n" + std::string(fields) + "\r\n" + std::string(body);
}

}  // namespace carafe::server
