// The data layer against hand-written libsqlite3 code with the same SQL, in the same run,
// alternating, in processor time of the thread. Prints ratios; the goal is 1.10 at most.
//
//     cmake -B build/bench -G Ninja -DCMAKE_BUILD_TYPE=Release -DCARAFE_BENCH=ON
//     cmake --build build/bench
//     build/bench/bin/bench_orm
#include "carafe/base/clock.hpp"
#include "carafe/migrate/schema_writer.hpp"
#include "carafe/orm/database.hpp"

#include <sqlite3.h>
#include <time.h>

#include "tests/orm/models.hpp"
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <functional>

namespace {

using namespace carafe;
using namespace carafe::home;

constexpr int kRows = 10'000;
constexpr int kPerBoard = 20;
constexpr int kRounds = 101;

volatile std::size_t sink = 0;

double cpu_ns() {
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

/// The lower fifth: what the work costs when neighbours on the machine are quiet.
double typical(std::vector<double> values) {
    auto at = values.begin() + static_cast<long>(values.size() / 5);
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

/// A block runs its work `count` times within one transaction.
using Block = std::function<void(int count)>;

void compare(const char* name, int count, const Block& hand, const Block& carafe) {
    std::vector<double> by_hand;
    std::vector<double> by_carafe;
    hand(count);
    carafe(count);
    for (int round = 0; round < 2 * kRounds; ++round) {
        bool hand_turn = round % 2 == 0;
        double start = cpu_ns();
        (hand_turn ? hand : carafe)(count);
        (hand_turn ? by_hand : by_carafe).push_back((cpu_ns() - start) / count);
    }
    double a = typical(by_hand);
    double b = typical(by_carafe);
    std::printf("%-34s hand %8.0f ns   carafe %8.0f ns   ratio %.3f\n", name, a, b, b / a);
}

/// What one writes without a framework: prepared statements kept, columns read by number.
class Hand {
  public:
    Hand(const std::string& path, const Clock& clock) : clock_(clock) {
        sqlite3_open_v2(
            path.c_str(), &database_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
        run("PRAGMA synchronous=NORMAL");
        run("PRAGMA foreign_keys=ON");
        const std::string columns =
            "\"id\", \"household_id\", \"board_id\", \"person_id\", \"name\", \"emoji\", "
            "\"rotation\", "
            "\"active\", \"reward\", \"due\", \"created_at\", \"updated_at\", \"version\"";
        find_ = prepare("SELECT " + columns + " FROM chores WHERE id = ? AND household_id = ?");
        list_ = prepare("SELECT " + columns +
                        " FROM chores AS t0 WHERE t0.household_id = ? AND t0.board_id = ? ORDER BY "
                        "t0.id LIMIT ?");
        insert_ =
            prepare("INSERT INTO chores (" + columns + ") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)");
    }

    ~Hand() {
        for (auto* statement : {find_, list_, insert_}) {
            sqlite3_finalize(statement);
        }
        sqlite3_close(database_);
    }

    void run(const char* sql) {
        if (sqlite3_exec(database_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) {
            std::printf("%s: %s\n", sql, sqlite3_errmsg(database_));
            std::exit(1);
        }
    }

    std::optional<Chore> find(std::int64_t household, std::int64_t id) {
        std::optional<Chore> chore;
        sqlite3_bind_int64(find_, 1, id);
        sqlite3_bind_int64(find_, 2, household);
        while (sqlite3_step(find_) == SQLITE_ROW) {
            read(find_, chore.emplace());
        }
        sqlite3_reset(find_);
        return chore;
    }

    std::vector<Chore> list(std::int64_t household, std::int64_t board) {
        std::vector<Chore> chores;
        chores.reserve(kPerBoard);
        sqlite3_bind_int64(list_, 1, household);
        sqlite3_bind_int64(list_, 2, board);
        sqlite3_bind_int64(list_, 3, kPerBoard);
        while (sqlite3_step(list_) == SQLITE_ROW) {
            read(list_, chores.emplace_back());
        }
        sqlite3_reset(list_);
        return chores;
    }

    void insert(Chore& chore) {
        chore.created_at = chore.updated_at = clock_.now();
        chore.version = 1;
        sqlite3_bind_null(insert_, 1);
        sqlite3_bind_int64(insert_, 2, chore.tenant_id.value);
        sqlite3_bind_int64(insert_, 3, chore.board_id.value);
        sqlite3_bind_null(insert_, 4);
        bind_text(5, chore.name);
        bind_text(6, *chore.emoji);
        bind_text(7, enum_name(chore.rotation));
        sqlite3_bind_int64(insert_, 8, chore.active ? 1 : 0);
        sqlite3_bind_int64(insert_, 9, chore.reward.minor);
        sqlite3_bind_int64(insert_, 10, chore.due->days);
        sqlite3_bind_int64(insert_, 11, chore.created_at.us);
        sqlite3_bind_int64(insert_, 12, chore.updated_at.us);
        sqlite3_bind_int64(insert_, 13, chore.version);
        if (sqlite3_step(insert_) != SQLITE_DONE) {
            std::printf("insert: %s\n", sqlite3_errmsg(database_));
            std::exit(1);
        }
        sqlite3_reset(insert_);
        chore.id = Id<Chore>{sqlite3_last_insert_rowid(database_)};
    }

  private:
    sqlite3_stmt* prepare(const std::string& sql) {
        sqlite3_stmt* statement = nullptr;
        sqlite3_prepare_v3(
            database_, sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
        return statement;
    }

    void bind_text(int at, std::string_view text) {
        sqlite3_bind_text(insert_, at, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
    }

    static std::string_view text(sqlite3_stmt* row, int at) {
        return {reinterpret_cast<const char*>(sqlite3_column_text(row, at)),
                static_cast<std::size_t>(sqlite3_column_bytes(row, at))};
    }

    static void read(sqlite3_stmt* row, Chore& chore) {
        chore.id = Id<Chore>{sqlite3_column_int64(row, 0)};
        chore.tenant_id = Id<Household>{sqlite3_column_int64(row, 1)};
        chore.board_id = Id<Board>{sqlite3_column_int64(row, 2)};
        if (sqlite3_column_type(row, 3) != SQLITE_NULL) {
            chore.person_id = Id<Person>{sqlite3_column_int64(row, 3)};
        }
        chore.name = text(row, 4);
        if (sqlite3_column_type(row, 5) != SQLITE_NULL) {
            chore.emoji = std::string(text(row, 5));
        }
        chore.rotation = enum_from_name<Rotation>(text(row, 6)).value();
        chore.active = sqlite3_column_int(row, 7) != 0;
        chore.reward.minor = sqlite3_column_int64(row, 8);
        if (sqlite3_column_type(row, 9) != SQLITE_NULL) {
            chore.due = Date{sqlite3_column_int(row, 9)};
        }
        chore.created_at.us = sqlite3_column_int64(row, 10);
        chore.updated_at.us = sqlite3_column_int64(row, 11);
        chore.version = sqlite3_column_int(row, 12);
    }

    const Clock& clock_;
    sqlite3* database_ = nullptr;
    sqlite3_stmt* find_ = nullptr;
    sqlite3_stmt* list_ = nullptr;
    sqlite3_stmt* insert_ = nullptr;
};

Chore new_chore(Id<Board> board, int i) {
    return {.board_id = board,
            .name = "chore number " + std::to_string(i),
            .emoji = "emoji",
            .reward = {i},
            .due = Date{19000 + i % 1000}};
}

struct Filled {
    Id<Household> household{};
    std::vector<Id<Board>> boards{};
    std::int64_t first_chore = 0;
};

Filled fill(orm::Database& database) {
    Filled filled;
    migrate::create_schema(database);
    database.transact([&](orm::Session& session) {
        Household household{.name = "H"};
        auto db = session.create_tenant(household);
        filled.household = household.id;
        for (int i = 0; i < kRows / kPerBoard; ++i) {
            Board board{.name = "board " + std::to_string(i)};
            filled.boards.push_back(db.insert(board).id);
            for (int n = 0; n < kPerBoard; ++n) {
                Chore chore = db.insert(new_chore(board.id, i * kPerBoard + n));
                filled.first_chore = filled.first_chore ? filled.first_chore : chore.id.value;
            }
        }
    });
    return filled;
}

}  // namespace

int main() {
    const auto path = std::filesystem::temp_directory_path() / "carafe_bench_orm.db";
    for (const char* suffix : {"", "-wal", "-shm"}) {
        std::filesystem::remove(path.string() + suffix);
    }
    SystemClock clock;
    orm::Database database("sqlite:///" + path.string() + "?durability=normal", Models{}, clock);
    const Filled filled = fill(database);
    Hand hand(path.string(), clock);

    auto key = [&](int i) { return filled.first_chore + (i * 7919) % kRows; };
    auto board = [&](int i) {
        return filled.boards[static_cast<std::size_t>(i) % filled.boards.size()];
    };
    auto by_hand = [&](const char* begin, const char* end, auto work) -> Block {
        return [&hand, begin, end, work](int count) {
            hand.run(begin);
            for (int i = 0; i < count; ++i) {
                work(i);
            }
            hand.run(end);
        };
    };
    auto by_carafe = [&](orm::Access access, auto work) -> Block {
        return [&database, &filled, access, work](int count) {
            orm::UnitOfWork unit(database, access);
            auto db = unit.tenant(filled.household);
            for (int i = 0; i < count; ++i) {
                work(db, i);
            }
        };
    };
    using Db = orm::TenantSession<Household>;

    compare("find by key",
            4'000,
            by_hand("BEGIN",
                    "COMMIT",
                    [&](int i) {
                        sink = sink + hand.find(filled.household.value, key(i))->name.size();
                    }),
            by_carafe(orm::Access::ReadOnly, [&](Db& db, int i) {
                sink = sink + db.find(Id<Chore>{key(i)})->name.size();
            }));
    compare("list of 20",
            500,
            by_hand("BEGIN",
                    "COMMIT",
                    [&](int i) {
                        sink = sink + hand.list(filled.household.value, board(i).value).size();
                    }),
            by_carafe(orm::Access::ReadOnly, [&](Db& db, int i) {
                sink = sink + db.query<Chore>()
                                  .where(&Chore::board_id, board(i))
                                  .order_by(&Chore::id)
                                  .limit(kPerBoard)
                                  .all()
                                  .size();
            }));
    int number = 0;
    compare("insert",
            500,
            by_hand("BEGIN IMMEDIATE",
                    "ROLLBACK",
                    [&](int i) {
                        Chore chore = new_chore(board(i), kRows + number++);
                        chore.tenant_id = filled.household;
                        hand.insert(chore);
                    }),
            by_carafe(orm::Access::ReadWrite, [&](Db& db, int i) {
                Chore chore = new_chore(board(i), kRows + number++);
                db.insert(chore);
            }));
    compare(
        "a request: begin, find, end",
        1'000,
        [&](int count) {
            for (int i = 0; i < count; ++i) {
                hand.run("BEGIN");
                sink = sink + hand.find(filled.household.value, key(i))->name.size();
                hand.run("COMMIT");
            }
        },
        [&](int count) {
            for (int i = 0; i < count; ++i) {
                orm::UnitOfWork unit(database, orm::Access::ReadOnly);
                auto db = unit.tenant(filled.household);
                sink = sink + db.find(Id<Chore>{key(i)})->name.size();
                unit.commit();
            }
        });
    return 0;
}
