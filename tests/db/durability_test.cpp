// Nothing that was acknowledged is lost when the process is killed: a child writes and reports each
// commit through a pipe, the parent kills it at some moment and counts.
#include "carafe/base/numbers.hpp"
#include "carafe/db/engine.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <set>
#include <string>

namespace carafe::db {

namespace {

constexpr const char* kWriterProgram = CARAFE_DB_WRITER;

struct Writer {
    pid_t process = -1;
    int reports = -1;
};

Writer start_writer(const std::string& url, int first) {
    int ends[2];
    EXPECT_EQ(::pipe(ends), 0);
    std::string start = std::to_string(first);
    pid_t child = ::fork();
    if (child == 0) {
        ::dup2(ends[1], STDOUT_FILENO);
        ::close(ends[0]);
        ::close(ends[1]);
        ::execl(kWriterProgram, kWriterProgram, url.c_str(), start.c_str(), nullptr);
        ::_exit(127);
    }
    ::close(ends[1]);
    return {child, ends[0]};
}

/// Reads reports until `enough` came, kills the writer, reads what was still on its way.
std::set<int> kill_after(Writer writer, std::size_t enough) {
    std::set<int> acknowledged;
    std::string line;
    bool killed = false;
    char byte;
    while (::read(writer.reports, &byte, 1) == 1) {
        if (byte != '\n') {
            line += byte;
            continue;
        }
        acknowledged.insert(parse_decimal<int>(line).value());
        line.clear();
        if (!killed && acknowledged.size() >= enough) {
            ::kill(writer.process, SIGKILL);
            killed = true;
        }
    }
    ::close(writer.reports);
    int status = 0;
    ::waitpid(writer.process, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status)) << "the writer ended by itself";
    return acknowledged;
}

}  // namespace

TEST(Durability, KilledProcessLosesNoAcknowledgedRow) {
    std::string pattern = (std::filesystem::temp_directory_path() / "carafe-XXXXXX").string();
    std::filesystem::path folder = ::mkdtemp(pattern.data());
    const std::string url = "sqlite:///" + (folder / "test.db").string();
    std::set<int> acknowledged;

    for (int round = 0; round < 10; ++round) {
        auto writer = start_writer(url, round * 1'000'000);
        acknowledged.merge(kill_after(writer, 20 + static_cast<std::size_t>(round) * 17));
    }

    auto engine = open_engine(url, {});
    auto reading = engine->begin(Access::ReadOnly);
    EXPECT_EQ(reading.connection().rows("PRAGMA integrity_check")[0][0], "ok");
    std::set<int> stored;
    for (const auto& row : reading.connection().rows("SELECT number FROM written")) {
        stored.insert(parse_decimal<int>(row[0]).value());
    }
    std::size_t lost = 0;
    for (int number : acknowledged) {
        lost += stored.contains(number) ? 0 : 1;
    }
    EXPECT_EQ(lost, 0U) << "of " << acknowledged.size();
    EXPECT_GE(acknowledged.size(), 900U);
    reading.rollback();
    engine.reset();
    std::filesystem::remove_all(folder);
}

}  // namespace carafe::db
