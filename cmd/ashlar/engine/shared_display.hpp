#pragma once
/// One run, looked at in several ways at once.

#include <vector>

#include "cmd/ashlar/display/display.hpp"

namespace ashlar::cli {

/// Keeps what happened, to be looked at again: what `details` shows.
class RecordingDisplay final : public Display {
 public:
  void begin(const RunInfo& info) override { info_ = info; }
  void on_event(const deploy::Event& event) override { events_.push_back(event); }
  void message(const std::string&) override {}
  void finish(const RunSummary&) override {}

  [[nodiscard]] const RunInfo& info() const { return info_; }
  [[nodiscard]] const std::vector<deploy::Event>& events() const { return events_; }

 private:
  RunInfo info_;
  std::vector<deploy::Event> events_;
};

/// Passes a run on to `shown`, which sets the pace and gets the keys, and to `others`, which only follow. All outlive
/// it.
class SharedDisplay final : public Display {
 public:
  explicit SharedDisplay(Display& shown, std::vector<Display*> others) : shown_(shown), others_(std::move(others)) {}

  void begin(const RunInfo& info) override {
    for (auto* other : others_) other->begin(info);
    shown_.begin(info);
  }
  void on_event(const deploy::Event& event) override {
    for (auto* other : others_) other->on_event(event);
    shown_.on_event(event);
  }
  void message(const std::string& text) override {
    for (auto* other : others_) other->message(text);
    shown_.message(text);
  }
  void tick() override { shown_.tick(); }
  [[nodiscard]] int ticks_per_second() const override { return shown_.ticks_per_second(); }
  [[nodiscard]] bool takes_keys() const override { return shown_.takes_keys(); }
  void on_key(const Key& key) override { shown_.on_key(key); }
  void finish(const RunSummary& summary) override {
    for (auto* other : others_) other->finish(summary);
    shown_.finish(summary);
  }

 private:
  Display& shown_;
  std::vector<Display*> others_;
};

}  // namespace ashlar::cli
