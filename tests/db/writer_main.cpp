// Writes numbers from four threads and prints each one after its commit, until it is killed.
#include "carafe/base/numbers.hpp"
#include "carafe/db/engine.hpp"

#include <unistd.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

namespace {

void write_numbers(carafe::db::Engine& engine, std::atomic<int>& next) {
    while (true) {
        std::string number = std::to_string(next++);
        auto writing = engine.begin(carafe::db::Access::ReadWrite);
        writing.connection().run("INSERT INTO written (number) VALUES (" + number + ")");
        writing.commit();
        number += '\n';
        if (::write(STDOUT_FILENO, number.data(), number.size()) < 0) {
            return;
        }
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        return 2;
    }
    auto engine = carafe::db::open_engine(argv[1], {});
    auto creating = engine->begin(carafe::db::Access::ReadWrite);
    creating.connection().run(
        "CREATE TABLE IF NOT EXISTS written (number INTEGER NOT NULL) STRICT");
    creating.commit();
    std::atomic<int> next = carafe::parse_decimal<int>(argv[2]).value_or(0);
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] { write_numbers(*engine, next); });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    return 0;
}
