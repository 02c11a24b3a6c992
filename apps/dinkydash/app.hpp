// The application: every route and who may use it, readable in one place.
#pragma once
#include "apps/dinkydash/config.hpp"
#include "carafe/cli/program.hpp"
#include "carafe/crypto/password.hpp"
#include "carafe/web/app.hpp"

#include <memory>

namespace dinkydash {

struct AppOptions {
    /// Cost of password hashes; tests take the cheap one.
    carafe::crypto::PasswordCost password_cost{};
};

/// @param config, clock  outlive the app.
std::unique_ptr<carafe::App> create_app(const AppConfig& config, const carafe::Clock& clock, carafe::Log log,
                                        const AppOptions& options = {});

carafe::cli::Program make_program(AppConfig& config);

}  // namespace dinkydash
