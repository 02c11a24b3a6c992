// Models of the data layer's own tests: households with boards, persons and chores, and a global
// table.
#pragma once
#include "carafe/orm/data_keys.hpp"
#include "carafe/orm/model.hpp"

namespace carafe::home {

using namespace carafe::orm;

enum class Rotation { Daily, Weekly, Monthly };
constexpr EnumEntry<Rotation> kRotationNames[] = {
    {Rotation::Daily, "daily"}, {Rotation::Weekly, "weekly"}, {Rotation::Monthly, "monthly"}};

constexpr auto& enum_names(Rotation) {
    return kRotationNames;
}

struct Household : Timestamps<Household> {
    Id<Household> id{};
    std::string name{};

    static constexpr void describe(auto& t) {
        t.table("households");
        t.tenant_root();
        t.id("id", &Household::id);
        t.col("name", &Household::name).size(100);
        t.timestamps();
    }
};

/// Not owned by anybody: who may log in where.
struct Account {
    Id<Account> id{};
    Id<Household> household_id{};
    std::string email{};

    static constexpr void describe(auto& t) {
        t.table("accounts");
        t.id("id", &Account::id);
        t.ref("household_id", &Account::household_id).on_delete(OnDelete::Cascade);
        t.col("email", &Account::email).size(254);
        t.unique(&Account::email).named("idx_accounts_email");
    }
};

struct Picture;
struct Skill;

/// Persons and pictures refer to each other: a circle of keys that may be nulled.
struct Person : TenantOwned<Person, Household> {
    Id<Person> id{};
    std::string name{};
    std::optional<Id<Picture>> picture_id{};
    HasMany<Skill> skills{};

    static constexpr void describe(auto& t);
};

/// Many persons have many skills.
struct Skill : TenantOwned<Skill, Household>, SoftDelete<Skill> {
    Id<Skill> id{};
    std::string name{};
    HasMany<Person> persons{};

    static constexpr void describe(auto& t);
};

struct PersonSkill : TenantOwned<PersonSkill, Household> {
    Id<PersonSkill> id{};
    Id<Person> person_id{};
    Id<Skill> skill_id{};

    static constexpr void describe(auto& t) {
        t.table("person_skills");
        t.id("id", &PersonSkill::id);
        t.tenant("household_id");
        t.ref("person_id", &PersonSkill::person_id).on_delete(OnDelete::Cascade);
        t.ref("skill_id", &PersonSkill::skill_id).on_delete(OnDelete::Cascade);
        t.unique(&PersonSkill::person_id, &PersonSkill::skill_id);
    }
};

constexpr void Person::describe(auto& t) {
    t.table("persons");
    t.id("id", &Person::id);
    t.tenant("household_id");
    t.col("name", &Person::name).size(60);
    t.ref("picture_id", &Person::picture_id).on_delete(OnDelete::SetNull);
    t.unique(&Person::name).ignoring_case();
    t.unique(&Person::picture_id);
    t.many_to_many(&Person::skills, &PersonSkill::person_id, &PersonSkill::skill_id);
}

constexpr void Skill::describe(auto& t) {
    t.table("skills");
    t.id("id", &Skill::id);
    t.tenant("household_id");
    t.col("name", &Skill::name).size(60);
    t.soft_deleted();
    t.many_to_many(&Skill::persons, &PersonSkill::skill_id, &PersonSkill::person_id);
}

struct Picture : TenantOwned<Picture, Household> {
    Id<Picture> id{};
    std::string path{};
    std::optional<Id<Person>> uploaded_by{};

    static constexpr void describe(auto& t) {
        t.table("pictures");
        t.id("id", &Picture::id);
        t.tenant("household_id");
        t.col("path", &Picture::path).size(255);
        t.ref("uploaded_by", &Picture::uploaded_by).on_delete(OnDelete::SetNull);
        t.unique_global(&Picture::path);
        t.scope(&Picture::uploaded_by);
    }
};

struct Chore;
struct Note;

struct Board : TenantOwned<Board, Household>, Timestamps<Board> {
    Id<Board> id{};
    std::string name{};
    bool is_default = false;
    HasMany<Chore> chores{};
    HasMany<Note> notes{};

    static constexpr void describe(auto& t);
};

struct Chore : TenantOwned<Chore, Household>, Timestamps<Chore>, Versioned<Chore> {
    Id<Chore> id{};
    Id<Board> board_id{};
    std::optional<Id<Person>> person_id{};
    std::string name{};
    std::optional<std::string> emoji{};
    Rotation rotation = Rotation::Daily;
    bool active = true;
    Money reward{};
    std::optional<Date> due{};
    One<Person> person{};
    One<Board> board{};

    static constexpr void describe(auto& t) {
        t.table("chores");
        t.id("id", &Chore::id);
        t.tenant("household_id");
        t.ref("board_id", &Chore::board_id).on_delete(OnDelete::Cascade);
        t.ref("person_id", &Chore::person_id).on_delete(OnDelete::SetNull);
        t.col("name", &Chore::name).size(100);
        t.col("emoji", &Chore::emoji);
        t.col("rotation", &Chore::rotation).default_value(Rotation::Daily);
        t.col("active", &Chore::active).default_value(true);
        t.col("reward", &Chore::reward).default_value(Money{0});
        t.col("due", &Chore::due);
        t.timestamps();
        t.versioned();
        t.index(&Chore::due);
        t.index(&Chore::board_id).named("idx_chores_board_id");
        t.unique(&Chore::board_id, &Chore::name);
        t.scope(&Chore::board_id);
        t.check("name_not_blank", "length(trim({name})) > 0");
        t.belongs_to(&Chore::person, &Chore::person_id);
        t.belongs_to(&Chore::board, &Chore::board_id);
    }
};

/// Stays when it is removed, and knows who wrote it.
struct Note : TenantOwned<Note, Household>,
              Timestamps<Note>,
              Authored<Note>,
              Versioned<Note>,
              SoftDelete<Note> {
    Id<Note> id{};
    Id<Board> board_id{};
    std::optional<Id<Note>> answers_id{};
    std::string title{};
    One<Note> answers{};

    static constexpr void describe(auto& t) {
        t.table("notes");
        t.id("id", &Note::id);
        t.tenant("household_id");
        t.ref("board_id", &Note::board_id).on_delete(OnDelete::Cascade);
        t.ref("answers_id", &Note::answers_id);
        t.col("title", &Note::title).size(100);
        t.timestamps();
        t.authored();
        t.versioned();
        t.soft_deleted();
        t.unique(&Note::title);
        t.belongs_to(&Note::answers, &Note::answers_id);
    }
};

constexpr void Board::describe(auto& t) {
    t.table("boards");
    t.id("id", &Board::id);
    t.tenant("household_id");
    t.col("name", &Board::name).size(80);
    t.col("is_default", &Board::is_default).default_value(false);
    t.timestamps();
    t.index(&Board::tenant_id).named("idx_boards_household_id");
    t.unique(&Board::is_default).where("{is_default}").named("uq_boards_default");
    t.has_many(&Board::chores, &Chore::board_id);
    t.has_many(&Board::notes, &Note::board_id);
    t.scope(&Board::id);
}

/// One column of every type, required and optional.
struct Everything : Timestamps<Everything> {
    Id<Everything> id{};
    bool flag = false;
    std::int16_t small = 0;
    std::int32_t medium = 0;
    std::int64_t large = 0;
    double real = 0;
    std::string text{};
    Bytes bytes{};
    Timestamp moment{};
    Date date{};
    TimeOfDay time{};
    Money money{};
    Rotation rotation{};
    Json json{};
    std::optional<bool> flag_or_none{};
    std::optional<std::int16_t> small_or_none{};
    std::optional<std::int32_t> medium_or_none{};
    std::optional<std::int64_t> large_or_none{};
    std::optional<double> real_or_none{};
    std::optional<std::string> text_or_none{};
    std::optional<Bytes> bytes_or_none{};
    std::optional<Timestamp> moment_or_none{};
    std::optional<Date> date_or_none{};
    std::optional<TimeOfDay> time_or_none{};
    std::optional<Money> money_or_none{};
    std::optional<Rotation> rotation_or_none{};
    std::optional<Json> json_or_none{};
    std::optional<Id<Everything>> other_id{};

    static constexpr void describe(auto& t) {
        t.table("everything");
        t.id("id", &Everything::id);
        t.col("flag", &Everything::flag);
        t.col("small", &Everything::small);
        t.col("medium", &Everything::medium);
        t.col("large", &Everything::large);
        t.col("real", &Everything::real);
        t.col("text", &Everything::text);
        t.col("bytes", &Everything::bytes).secret();
        t.col("moment", &Everything::moment);
        t.col("date", &Everything::date);
        t.col("time", &Everything::time);
        t.col("money", &Everything::money);
        t.col("rotation", &Everything::rotation);
        t.col("json", &Everything::json);
        t.col("flag_or_none", &Everything::flag_or_none);
        t.col("small_or_none", &Everything::small_or_none);
        t.col("medium_or_none", &Everything::medium_or_none);
        t.col("large_or_none", &Everything::large_or_none);
        t.col("real_or_none", &Everything::real_or_none);
        t.col("text_or_none", &Everything::text_or_none);
        t.col("bytes_or_none", &Everything::bytes_or_none);
        t.col("moment_or_none", &Everything::moment_or_none);
        t.col("date_or_none", &Everything::date_or_none);
        t.col("time_or_none", &Everything::time_or_none);
        t.col("money_or_none", &Everything::money_or_none);
        t.col("rotation_or_none", &Everything::rotation_or_none);
        t.col("json_or_none", &Everything::json_or_none);
        t.ref("other_id", &Everything::other_id).on_delete(OnDelete::SetNull);
        t.timestamps();
    }
};

/// What only the household may read.
struct Patient : TenantOwned<Patient, Household>, Versioned<Patient> {
    Id<Patient> id{};
    std::string name{};
    Encrypted<std::string> phone{};
    Encrypted<std::string> diagnosis{};
    std::optional<Encrypted<std::string>> email{};

    static constexpr void describe(auto& t) {
        t.table("patients");
        t.id("id", &Patient::id);
        t.tenant("household_id");
        t.col("name", &Patient::name).size(60);
        t.col("phone", &Patient::phone).size(20).blind_index(digits);
        t.col("diagnosis", &Patient::diagnosis);
        t.col("email", &Patient::email).blind_index(folded);
        t.versioned();
        t.unique(&Patient::name);
    }
};

/// Encrypted, but of no household.
struct Doctor {
    Id<Doctor> id{};
    Encrypted<std::string> license{};

    static constexpr void describe(auto& t) {
        t.table("doctors");
        t.id("id", &Doctor::id);
        t.col("license", &Doctor::license).blind_index(folded);
    }
};

using Models = ModelList<Household,
                         Account,
                         Person,
                         Picture,
                         Skill,
                         PersonSkill,
                         Board,
                         Chore,
                         Note,
                         Everything,
                         Patient,
                         Doctor,
                         DataKey>;

}  // namespace carafe::home
