// One client of the control port: /healthz (the process lives) and /readyz (it wants work).
// Includes Asio.
#pragma once
#include "carafe/server/detail/core.hpp"

#include <boost/asio/ip/tcp.hpp>

namespace carafe::server::detail {

/// Reads one request, answers it and closes; all on the control thread, within two seconds.
void answer_health(asio::ip::tcp::socket socket, Core& core);

}  // namespace carafe::server::detail
