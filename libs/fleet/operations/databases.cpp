/// postgresql.role, postgresql.database, postgresql.sql; mysql.user, mysql.database, mysql.privileges, mysql.sql.
/// Statements reach the servers' own clients by standard input, passwords by the environment: neither can be seen by
/// other users.

#include <algorithm>

#include "base/strings.hpp"
#include "fleet/operations/catalogue.hpp"

namespace ashlar::fleet {
namespace {

/// One of the servers' clients, told where to connect.
struct Client {
  Command command;
  [[nodiscard]] Command with(const std::string& statements) const {
    auto full = command;
    full.input = statements;
    return full;
  }
  [[nodiscard]] Result<std::string> ask(const Machine& machine, const std::string& query) const {
    auto answer = machine.run(with(query + "\n"));
    if (!answer) return answer.error();
    if (!answer->ok()) return fail(command.argv.front() + ": " + std::string(trim(answer->error_output)));
    return std::string(trim(answer->output));
  }
  void change(Plan& plan, const std::string& words, const std::string& statement) const {
    plan.add(words, Execute{.command = with(statement + ";\n")});
  }
};

Client psql(Arguments& arguments) {
  Client client;
  auto& argv = client.command.argv;
  argv = {"psql", "-AtX", "-v", "ON_ERROR_STOP=1"};
  if (const auto user = arguments.optional_text("psql_user")) argv.insert(argv.end(), {"-U", *user});
  if (const auto host = arguments.optional_text("psql_host")) argv.insert(argv.end(), {"-h", *host});
  if (const auto port = arguments.optional_text("psql_port")) argv.insert(argv.end(), {"-p", *port});
  argv.insert(argv.end(), {"-d", arguments.text_or("psql_database", "postgres")});
  if (const auto password = arguments.optional_text("psql_password"))
    client.command.environment["PGPASSWORD"] = *password;
  return client;
}

Client mysql(Arguments& arguments) {
  Client client;
  auto& argv = client.command.argv;
  argv = {"mysql", "-BN"};
  if (const auto user = arguments.optional_text("mysql_user")) argv.insert(argv.end(), {"-u", *user});
  if (const auto host = arguments.optional_text("mysql_host")) argv.insert(argv.end(), {"-h", *host});
  if (const auto port = arguments.optional_text("mysql_port")) argv.insert(argv.end(), {"-P", *port});
  if (const auto password = arguments.optional_text("mysql_password"))
    client.command.environment["MYSQL_PWD"] = *password;
  return client;
}

std::string quoted(const std::string& text, const char* quote) {
  return quote + replace_all(text, quote, std::string(quote) + quote) + quote;
}
std::string name_of(const std::string& text) { return quoted(text, "\""); }
std::string text_of_sql(const std::string& text) { return quoted(text, "'"); }
/// MySQL takes a backslash for the beginning of an escape, too.
std::string mysql_text(const std::string& text) { return quoted(replace_all(text, "\\", "\\\\"), "'"); }
std::string mysql_name(const std::string& text) { return quoted(text, "`"); }

Result<Plan> plan_statements(const Client& client, Arguments& arguments) {
  const auto statements = arguments.text("sql");
  Plan plan;
  client.change(plan, "run SQL", statements);
  return plan;
}

}  // namespace

Result<Plan> plan_postgresql_sql(Arguments& arguments, Machine&) { return plan_statements(psql(arguments), arguments); }
Result<Plan> plan_mysql_sql(Arguments& arguments, Machine&) { return plan_statements(mysql(arguments), arguments); }

Result<Plan> plan_postgresql_role(Arguments& arguments, Machine& machine) {
  const auto client = psql(arguments);
  const auto role = arguments.text("role");
  const bool present = arguments.flag("present", true);
  const auto password = arguments.optional_text("password");
  const auto limit = arguments.optional_number("connection_limit");
  struct Flag {
    const char *argument, *keyword, *column;
    bool by_default;
  };
  constexpr Flag flags[] = {{"login", "LOGIN", "rolcanlogin", true},
                            {"superuser", "SUPERUSER", "rolsuper", false},
                            {"inherit", "INHERIT", "rolinherit", false},
                            {"createdb", "CREATEDB", "rolcreatedb", false},
                            {"createrole", "CREATEROLE", "rolcreaterole", false},
                            {"replication", "REPLICATION", "rolreplication", false}};
  std::string columns, wanted, options;
  std::vector<std::string> given;
  for (const auto& flag : flags) {
    const auto value = arguments.optional_flag(flag.argument);
    const auto keyword = (value.value_or(flag.by_default) ? " " : " NO") + std::string(flag.keyword);
    options += keyword;
    if (value)
      given.push_back(keyword), columns += std::string(columns.empty() ? "" : ",") + flag.column,
          wanted += std::string(wanted.empty() ? "" : "|") + (*value ? "t" : "f");
  }
  if (limit) options += " CONNECTION LIMIT " + format_number(*limit);
  if (auto checked = arguments.check(); !checked) return checked.error();
  auto now = client.ask(machine, "SELECT 'role'" + (columns.empty() ? "" : "," + columns) +
                                     " FROM pg_roles WHERE rolname = " + text_of_sql(role));
  if (!now) return now.error();
  Plan plan;
  if (!present) {
    if (!now->empty()) client.change(plan, "drop role " + role, "DROP ROLE " + name_of(role));
  } else if (now->empty()) {
    const auto secret = password ? " PASSWORD " + text_of_sql(*password) : "";
    client.change(plan, "create role " + role, "CREATE ROLE " + name_of(role) + options + secret);
  } else if (*now != "role" + (wanted.empty() ? "" : "|" + wanted)) {
    client.change(plan, "change role " + role + ":" + join(given, ""), "ALTER ROLE " + name_of(role) + join(given, ""));
  }
  return plan;
}

Result<Plan> plan_postgresql_database(Arguments& arguments, Machine& machine) {
  const auto client = psql(arguments);
  const auto database = arguments.text("database"), owner = arguments.text_or("owner", "");
  const bool present = arguments.flag("present", true);
  std::string options;
  if (!owner.empty()) options += " OWNER " + name_of(owner);
  if (const auto value = arguments.optional_text("template")) options += " TEMPLATE " + name_of(*value);
  if (const auto value = arguments.optional_text("encoding")) options += " ENCODING " + text_of_sql(*value);
  if (const auto value = arguments.optional_text("lc_collate")) options += " LC_COLLATE " + text_of_sql(*value);
  if (const auto value = arguments.optional_text("lc_ctype")) options += " LC_CTYPE " + text_of_sql(*value);
  if (const auto value = arguments.optional_text("tablespace")) options += " TABLESPACE " + name_of(*value);
  if (const auto value = arguments.optional_number("connection_limit"))
    options += " CONNECTION LIMIT " + format_number(*value);
  if (auto checked = arguments.check(); !checked) return checked.error();
  auto now =
      client.ask(machine, "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = " + text_of_sql(database));
  if (!now) return now.error();
  Plan plan;
  if (!present) {
    if (!now->empty()) client.change(plan, "drop database " + database, "DROP DATABASE " + name_of(database));
  } else if (now->empty()) {
    client.change(plan, "create database " + database, "CREATE DATABASE " + name_of(database) + options);
  } else if (!owner.empty() && *now != owner) {
    client.change(plan, "change owner of database " + database + " from " + *now + " to " + owner,
                  "ALTER DATABASE " + name_of(database) + " OWNER TO " + name_of(owner));
  }
  return plan;
}

Result<Plan> plan_mysql_user(Arguments& arguments, Machine& machine) {
  const auto client = mysql(arguments);
  const auto user = arguments.text("user"), host = arguments.text_or("user_hostname", "localhost");
  const bool present = arguments.flag("present", true);
  const auto password = arguments.optional_text("password");
  if (auto checked = arguments.check(); !checked) return checked.error();
  const auto account = mysql_text(user) + "@" + mysql_text(host);
  auto now = client.ask(
      machine, "SELECT 1 FROM mysql.user WHERE User = " + mysql_text(user) + " AND Host = " + mysql_text(host));
  if (!now) return now.error();
  Plan plan;
  const auto words = " user " + user + "@" + host;
  if (present && now->empty()) {
    client.change(plan, "create" + words,
                  "CREATE USER " + account + (password ? " IDENTIFIED BY " + mysql_text(*password) : ""));
  }
  if (!present && !now->empty()) client.change(plan, "drop" + words, "DROP USER " + account);
  return plan;
}

Result<Plan> plan_mysql_database(Arguments& arguments, Machine& machine) {
  const auto client = mysql(arguments);
  const auto database = arguments.text("database");
  const bool present = arguments.flag("present", true);
  std::string options;
  if (const auto value = arguments.optional_text("charset")) options += " CHARACTER SET " + mysql_text(*value);
  if (const auto value = arguments.optional_text("collate")) options += " COLLATE " + mysql_text(*value);
  if (auto checked = arguments.check(); !checked) return checked.error();
  auto now =
      client.ask(machine, "SELECT 1 FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = " + mysql_text(database));
  if (!now) return now.error();
  Plan plan;
  if (present && now->empty())
    client.change(plan, "create database " + database, "CREATE DATABASE " + mysql_name(database) + options);
  if (!present && !now->empty())
    client.change(plan, "drop database " + database, "DROP DATABASE " + mysql_name(database));
  return plan;
}

Result<Plan> plan_mysql_privileges(Arguments& arguments, Machine& machine) {
  const auto client = mysql(arguments);
  const auto user = arguments.text("user"), host = arguments.text_or("user_hostname", "localhost");
  auto wanted = arguments.texts("privileges");
  const auto database = arguments.text_or("database", "*"), table = arguments.text_or("table", "*");
  if (wanted.empty()) arguments.reject("privileges", "is required");
  if (auto checked = arguments.check(); !checked) return checked.error();
  const auto account = mysql_text(user) + "@" + mysql_text(host);
  const auto place =
      (database == "*" ? database : mysql_name(database)) + "." + (table == "*" ? table : mysql_name(table));
  auto grants = client.ask(machine, "SHOW GRANTS FOR " + account);
  if (!grants) return grants.error();
  // GRANT SELECT, INSERT ON `shop`.* TO …
  std::vector<std::string> now;
  for (const auto& line : split(*grants, '\n')) {
    const auto on = line.find(" ON " + place + " TO ");
    if (!line.starts_with("GRANT ") || on == std::string::npos) continue;
    for (const auto& word : split(line.substr(6, on - 6), ',')) now.push_back(to_lower(trim(word)));
  }
  std::vector<std::string> missing;
  for (const auto& privilege : wanted) {
    auto name = to_lower(trim(privilege));
    if (name == "all") name = "all privileges";
    const bool has = std::find(now.begin(), now.end(), name) != now.end() ||
                     std::find(now.begin(), now.end(), "all privileges") != now.end();
    if (!has) missing.push_back(privilege);
  }
  Plan plan;
  const auto words = join(missing, ", ");
  if (!missing.empty())
    client.change(plan, "grant " + words + " on " + place + " to " + user + "@" + host,
                  "GRANT " + words + " ON " + place + " TO " + account);
  return plan;
}

}  // namespace ashlar::fleet
