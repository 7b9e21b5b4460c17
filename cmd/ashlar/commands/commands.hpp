#pragma once
/// Where each command is made; `catalogue.cpp` lists them.

#include "cmd/ashlar/command_line/command.hpp"

namespace ashlar::cli {

[[nodiscard]] std::unique_ptr<Command> make_preview();
[[nodiscard]] std::unique_ptr<Command> make_up();
[[nodiscard]] std::unique_ptr<Command> make_refresh();
[[nodiscard]] std::unique_ptr<Command> make_destroy();
[[nodiscard]] std::unique_ptr<Command> make_apply();
[[nodiscard]] std::unique_ptr<Command> make_exec();
[[nodiscard]] std::unique_ptr<Command> make_facts();
[[nodiscard]] std::unique_ptr<Command> make_inventory();
[[nodiscard]] std::unique_ptr<Command> make_import();
[[nodiscard]] std::unique_ptr<Command> make_logs();
[[nodiscard]] std::unique_ptr<Command> make_cancel();
[[nodiscard]] std::unique_ptr<Command> make_new();
[[nodiscard]] std::unique_ptr<Command> make_stack();
[[nodiscard]] std::unique_ptr<Command> make_stack_init();
[[nodiscard]] std::unique_ptr<Command> make_stack_ls();
[[nodiscard]] std::unique_ptr<Command> make_stack_select();
[[nodiscard]] std::unique_ptr<Command> make_stack_unselect();
[[nodiscard]] std::unique_ptr<Command> make_stack_output();
[[nodiscard]] std::unique_ptr<Command> make_stack_export();
[[nodiscard]] std::unique_ptr<Command> make_stack_import();
[[nodiscard]] std::unique_ptr<Command> make_stack_graph();
[[nodiscard]] std::unique_ptr<Command> make_stack_history();
[[nodiscard]] std::unique_ptr<Command> make_stack_rename();
[[nodiscard]] std::unique_ptr<Command> make_stack_rm();
[[nodiscard]] std::unique_ptr<Command> make_stack_tag_ls();
[[nodiscard]] std::unique_ptr<Command> make_stack_tag_get();
[[nodiscard]] std::unique_ptr<Command> make_stack_tag_set();
[[nodiscard]] std::unique_ptr<Command> make_stack_tag_rm();
[[nodiscard]] std::unique_ptr<Command> make_stack_change_secrets_provider();
[[nodiscard]] std::unique_ptr<Command> make_config();
[[nodiscard]] std::unique_ptr<Command> make_config_set();
[[nodiscard]] std::unique_ptr<Command> make_config_get();
[[nodiscard]] std::unique_ptr<Command> make_config_rm();
[[nodiscard]] std::unique_ptr<Command> make_config_rm_all();
[[nodiscard]] std::unique_ptr<Command> make_config_set_all();
[[nodiscard]] std::unique_ptr<Command> make_config_cp();
[[nodiscard]] std::unique_ptr<Command> make_config_refresh();
[[nodiscard]] std::unique_ptr<Command> make_state_get();
[[nodiscard]] std::unique_ptr<Command> make_state_delete();
[[nodiscard]] std::unique_ptr<Command> make_state_protect();
[[nodiscard]] std::unique_ptr<Command> make_state_unprotect();
[[nodiscard]] std::unique_ptr<Command> make_state_taint();
[[nodiscard]] std::unique_ptr<Command> make_state_untaint();
[[nodiscard]] std::unique_ptr<Command> make_state_rename();
[[nodiscard]] std::unique_ptr<Command> make_state_move();
[[nodiscard]] std::unique_ptr<Command> make_state_repair();
[[nodiscard]] std::unique_ptr<Command> make_template();
[[nodiscard]] std::unique_ptr<Command> make_login();
[[nodiscard]] std::unique_ptr<Command> make_logout();
[[nodiscard]] std::unique_ptr<Command> make_whoami();
[[nodiscard]] std::unique_ptr<Command> make_plugin_ls();
[[nodiscard]] std::unique_ptr<Command> make_settings_describe();
[[nodiscard]] std::unique_ptr<Command> make_about();
[[nodiscard]] std::unique_ptr<Command> make_version();
[[nodiscard]] std::unique_ptr<Command> make_completion();
[[nodiscard]] std::unique_ptr<Command> make_complete();

}  // namespace ashlar::cli
