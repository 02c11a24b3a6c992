// Where mails go: a spool folder, or an SMTP server.
#pragma once
#include "carafe/base/result.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace carafe::notify {

/// Safe from any thread.
class Transport {
  public:
    virtual ~Transport() = default;
    /// @param message  complete, with headers. @return notify.E102 with the reason, in words without secrets.
    virtual Result<void> send(std::string_view from, std::string_view to, const std::string& message) = 0;
};

/// Writes each mail as one .eml file: development, tests, and machines whose mail another program sends.
std::unique_ptr<Transport> spool_transport(std::filesystem::path folder);

struct SmtpServer {
    std::string host;
    std::int64_t port = 587;
    bool use_tls = true;  ///< STARTTLS demanded (port 465: TLS from the start)
    std::string username{};
    std::string password{};
};
/// Over libcurl; gives up after 30 seconds.
std::unique_ptr<Transport> smtp_transport(SmtpServer server);

}  // namespace carafe::notify
