#include "apps/dinkydash/app.hpp"

int main(int argc, char** argv) {
    dinkydash::AppConfig config;
    return carafe::cli::run(argc, argv, dinkydash::make_program(config));
}
