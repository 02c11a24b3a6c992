// The peer of the server benchmark: the least a program can do to answer HTTP on Linux. One thread,
// one edge-triggered epoll, a search for the empty line, a fixed answer. No limits, no deadlines,
// no checks.
//
//     bench_raw_epoll PORT
#include "carafe/base/numbers.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

namespace {

constexpr std::string_view kAnswer =
    "HTTP/1.1 200 OK\r\nDate: Fri, 20 Nov 2026 10:00:00 GMT\r\nContent-Type: text/plain; "
    "charset=utf-8\r\n"
    "X-Content-Type-Options: nosniff\r\nContent-Length: 13\r\n\r\nHello, World!";

struct Client {
    int descriptor;
    std::size_t length = 0;
    std::array<char, 8192> input;
};

int listen_on(std::uint16_t port) {
    int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    int one = 1;
    ::setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    bool is_open = ::bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 &&
                   ::listen(listener, 1024) == 0;
    if (!is_open) {
        std::perror("bench_raw_epoll");
        std::exit(1);
    }
    return listener;
}

void accept_all(int epoll, int listener) {
    for (;;) {
        int descriptor = ::accept4(listener, nullptr, nullptr, SOCK_NONBLOCK);
        if (descriptor < 0) {
            return;
        }
        int one = 1;
        ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        auto* client = new Client{descriptor, 0, {}};
        epoll_event event{};
        event.events = EPOLLIN | EPOLLET;
        event.data.ptr = client;
        ::epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event);
    }
}

void serve(Client* client, std::string& output) {
    auto count = ::recv(client->descriptor,
                        client->input.data() + client->length,
                        client->input.size() - client->length,
                        0);
    if (count <= 0) {
        ::close(client->descriptor);
        delete client;
        return;
    }
    client->length += static_cast<std::size_t>(count);
    std::string_view input(client->input.data(), client->length);
    output.clear();
    for (auto end = input.find("\r\n\r\n"); end != std::string_view::npos;
         end = input.find("\r\n\r\n")) {
        output += kAnswer;
        input.remove_prefix(end + 4);
    }
    std::memmove(client->input.data(), input.data(), input.size());
    client->length = input.size();
    if (!output.empty()) {
        ::send(client->descriptor, output.data(), output.size(), MSG_NOSIGNAL);
    }
}

void run(int listener) {
    int epoll = ::epoll_create1(0);
    epoll_event event{};
    event.events = EPOLLIN;
    ::epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
    std::array<epoll_event, 256> events;
    std::string output;
    for (;;) {
        int count = ::epoll_wait(epoll, events.data(), static_cast<int>(events.size()), -1);
        for (int i = 0; i < count; ++i) {
            auto* client = static_cast<Client*>(events[static_cast<std::size_t>(i)].data.ptr);
            client == nullptr ? accept_all(epoll, listener) : serve(client, output);
        }
    }
}

}  // namespace

int main(int argc, char** argv) {
    auto port = argc == 2 ? carafe::parse_decimal<std::uint16_t>(argv[1]) : std::nullopt;
    if (!port) {
        std::fputs("usage: bench_raw_epoll PORT\n", stderr);
        return 2;
    }
    run(listen_on(*port));
}
