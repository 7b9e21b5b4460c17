#include "base/process.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <stop_token>
#include <thread>

#include "base/process_end.hpp"
#include "base/strings.hpp"
#include "base/temporary_directory.hpp"

namespace ashlar {
namespace {

using testing::HasSubstr;

ProcessOptions shell(const std::string& script) { return {.argv = {"sh", "-c", script}}; }

ProcessOutput run(const ProcessOptions& options) {
  auto output = run_process(options);
  EXPECT_TRUE(output) << (output ? "" : output.error().message);
  return output ? *output : ProcessOutput{};
}

bool runs(const std::string& pid) { return ::kill(std::stoi(pid), 0) == 0; }

TEST(Process, DeliversOutputAndExitStatus) {
  const auto output = run(shell("echo out; echo err >&2; exit 3"));
  EXPECT_EQ(output.out, "out\n");
  EXPECT_EQ(output.err, "err\n");
  EXPECT_EQ(output.status.text(), "exited with code 3");
}

TEST(Process, GetsItsArgumentsEnvironmentFolderAndInput) {
  auto options = shell("printf '%s|' \"$A\" \"$HOME\" \"$(pwd)\" \"$(cat)\"");
  options.environment = {{"A", "one two"}, {"HOME", "/nowhere"}};
  options.directory = "/usr";
  options.input = std::string(200'000, 'x');
  EXPECT_EQ(run(options).out, "one two|/nowhere|/usr|" + options.input + "|");
}

TEST(Process, DeliversLargeOutputWhole) { EXPECT_EQ(run(shell("head -c 3000000 /dev/zero")).out.size(), 3'000'000U); }

TEST(Process, InputThatNobodyReadsDoesNoHarm) {
  auto options = shell("exit 0");
  options.input = std::string(1'000'000, 'x');
  EXPECT_TRUE(run(options).status.ok());
}

TEST(Process, InheritsNoFilesOfOurs) {
  const int fd = dup(1);  // not close-on-exec
  EXPECT_EQ(run({.argv = {"ls", "/proc/self/fd"}}).out, "0\n1\n2\n3\n") << "the last is the listing's own";
  close(fd);
}

TEST(Process, AMissingProgramIsAnErrorThatNamesIt) {
  const auto output = run_process({.argv = {"no-such-program"}});
  ASSERT_FALSE(output);
  EXPECT_EQ(output.error().kind, ErrorKind::not_found);
  EXPECT_THAT(output.error().message, HasSubstr("no-such-program"));
  EXPECT_FALSE(run_process({.argv = {"/no/such/program"}}));
}

TEST(Process, InterruptReachesTheWholeGroup) {
  ThreadEventLoop loop;
  std::string out;
  ExitStatus status;
  std::unique_ptr<Process> process;
  Process::Callbacks callbacks;
  callbacks.on_stdout = [&](const std::string& text) {
    out += text;
    if (out == "ready\n") process->interrupt();
  };
  callbacks.on_exit = [&](ExitStatus ended) {
    status = ended;
    loop.stop();
  };
  process =
      std::move(*Process::start(shell("trap 'echo asked; exit 7' INT; echo ready; sleep 100 & wait"), loop, callbacks));
  loop.run();
  EXPECT_EQ(out, "ready\nasked\n");
  EXPECT_EQ(status.code, 7);
}

TEST(Process, WhatItStartedDiesWithItUnlessToldOtherwise) {
  const auto orphan = std::string(trim(run(shell("sleep 100 >/dev/null 2>&1 & echo $!")).out));
  EXPECT_TRUE(has_ended(std::stoi(orphan)));

  auto options = shell("sleep 100 >/dev/null 2>&1 & echo $!");
  options.ends_with_group = false;
  const auto kept = std::string(trim(run(options).out));
  EXPECT_TRUE(runs(kept));
  ::kill(std::stoi(kept), SIGKILL);
}

TEST(Process, DestroyingItKillsTheGroupAndCallsNothingAnyMore) {
  ThreadEventLoop loop;
  std::string pid;
  bool exited = false;
  std::unique_ptr<Process> process;
  Process::Callbacks callbacks;
  callbacks.on_stdout = [&](const std::string& text) {
    pid = trim(text);
    process.reset();
    loop.post([&] { loop.stop(); });
  };
  callbacks.on_exit = [&](ExitStatus) { exited = true; };
  process = std::move(*Process::start(shell("sleep 100 & echo $!; wait"), loop, callbacks));
  loop.run();
  EXPECT_TRUE(has_ended(std::stoi(pid)));
  EXPECT_FALSE(exited);
}

TEST(Process, DiesWithUsWhenWeAreKilled) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  const pid_t engine = fork();
  if (engine == 0) {
    ThreadEventLoop loop;
    auto options = shell("sleep 100 & echo $!; wait");
    options.dies_with_us = true;
    const auto process = Process::start(options, loop, {.on_stdout = [&](const std::string& text) {
                                          [[maybe_unused]] const auto sent = write(ends[1], text.data(), text.size());
                                          ::kill(getpid(), SIGKILL);
                                        }});
    loop.run();
  }
  close(ends[1]);
  char text[32]{};
  ASSERT_GT(read(ends[0], text, sizeof text - 1), 0);
  close(ends[0]);
  waitpid(engine, nullptr, 0);
  EXPECT_TRUE(has_ended(std::stoi(text)));
}

TEST(Process, DiesWithUsWhenOurWholeGroupIsKilledAtOnce) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  const pid_t engine = fork();
  if (engine == 0) {
    setpgid(0, 0);
    ThreadEventLoop loop;
    auto options = shell("sleep 1000");
    options.dies_with_us = true;
    const auto process = Process::start(options, loop, {});
    const pid_t started = (*process)->pid();
    [[maybe_unused]] const auto sent = write(ends[1], &started, sizeof started);
    ::kill(0, SIGKILL);
  }
  close(ends[1]);
  pid_t started = 0;
  ASSERT_EQ(read(ends[0], &started, sizeof started), static_cast<ssize_t>(sizeof started));
  close(ends[0]);
  waitpid(engine, nullptr, 0);
  EXPECT_TRUE(has_ended(started));
}

TEST(Process, LeavesOthersAloneThatHaveEndedBeforeWeAreKilled) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  const pid_t engine = fork();
  if (engine == 0) {
    const auto start = [&](ThreadEventLoop& loop, const std::string& script, std::function<void()> then) {
      auto options = shell(script);
      options.dies_with_us = true;
      options.ends_with_group = false;
      return Process::start(options, loop,
                            {.on_stdout =
                                 [&ends](const std::string& text) {
                                   [[maybe_unused]] const auto sent = write(ends[1], text.data(), text.size());
                                 },
                             .on_exit = [then = std::move(then)](ExitStatus) { then(); }});
    };
    ThreadEventLoop loop;
    const auto first = start(loop, "sleep 1000 >/dev/null 2>&1 & echo $!", [&] { loop.stop(); });
    loop.run();
    const auto second = start(loop, "true", [] { ::kill(getpid(), SIGKILL); });
    loop.run();
  }
  close(ends[1]);
  char text[32]{};
  ASSERT_GT(read(ends[0], text, sizeof text - 1), 0);
  // Our end of the pipe closes when the process is gone, its guard included: only then is it told who was spared.
  char rest = 0;
  while (read(ends[0], &rest, 1) > 0) {
  }
  close(ends[0]);
  waitpid(engine, nullptr, 0);
  EXPECT_TRUE(runs(text));
  ::kill(std::stoi(text), SIGKILL);
}

TEST(Process, IsAskedToEndOnceItsRunIsStopped) {
  std::stop_source stop;
  const TemporaryDirectory directory{TemporaryDirectory::in_memory()};
  const auto begun = directory.path() + "/begun";
  ASSERT_EQ(mkfifo(begun.c_str(), 0600), 0);
  std::thread impatient([&] {
    std::ifstream wait_for_it(begun);
    std::string line;
    std::getline(wait_for_it, line);
    stop.request_stop();
  });
  const auto output =
      run_process(shell("trap 'exit 7' INT; echo > " + begun + "; sleep 1000 & wait"), stop.get_token());
  impatient.join();
  ASSERT_TRUE(output);
  EXPECT_EQ(output->status.code, 7);
}

TEST(Process, ASignalIsReportedAsSuch) {
  EXPECT_EQ(run(shell("kill -9 $$")).status.text(), "was ended by signal 9 (Killed)");
}

}  // namespace
}  // namespace ashlar
