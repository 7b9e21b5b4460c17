#pragma once

#include <vector>

#include "cmd/ashlar/display/display.hpp"

namespace ashlar::cli {

/// A preview to be looked at again in another way: what `details` shows.
class RecordedEvents {
 public:
  void begin(RunInfo info) { info_ = std::move(info); }
  void add(const deploy::Event& event) { events_.push_back(event); }
  void finish(const RunSummary& summary) { summary_ = summary; }

  void replay(Display& display) const {
    display.begin(info_);
    for (const auto& event : events_) display.on_event(event);
    display.finish(summary_);
  }

 private:
  RunInfo info_;
  std::vector<deploy::Event> events_;
  RunSummary summary_;
};

/// Passes a run on to another display, and keeps it when `events` is not null.
class RecordingDisplay final : public Display {
 public:
  RecordingDisplay(Display& shown, RecordedEvents* events) : shown_(shown), events_(events) {}

  void begin(const RunInfo& info) override {
    if (events_ != nullptr) events_->begin(info);
    shown_.begin(info);
  }
  void on_event(const deploy::Event& event) override {
    if (events_ != nullptr) events_->add(event);
    shown_.on_event(event);
  }
  void message(const std::string& text) override { shown_.message(text); }
  void tick() override { shown_.tick(); }
  [[nodiscard]] int ticks_per_second() const override { return shown_.ticks_per_second(); }
  void on_key(const Key& key) override { shown_.on_key(key); }
  void finish(const RunSummary& summary) override {
    if (events_ != nullptr) events_->finish(summary);
    shown_.finish(summary);
  }

 private:
  Display& shown_;
  RecordedEvents* events_;
};

}  // namespace ashlar::cli
