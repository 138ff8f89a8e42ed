// Checkpoints: what is written comes back to the last bit, and nothing damaged comes back at all.
#include <riserun/train/saving/checkpoint.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <limits>

#include <riserun/base/errors.hpp>
#include <riserun/train/fit/trainer.hpp>
#include <riserun/train/saving/checkpoints.hpp>
#include "tests/train/digits.hpp"
#include "tests/train/thrown_message.hpp"

namespace riserun::train {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::ThrowsMessage;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// A state with something particular in every field.
Checkpoint small_checkpoint() {
  Checkpoint checkpoint;
  checkpoint.run = {.model = "mlp 2-3, relu",
                    .data = "höhe.csv",
                    .data_hash = 0xfedcba9876543210,
                    .configuration = "lr = 0.1\n# \"x\"\n"};
  TrainingState& state = checkpoint.state;
  state.parameters = {0.1, -0.0, 5e-324};
  state.optimizer = {.updates = 1L << 53,
                     .arrays = {{"second", {1, 2, 3}}, {"first", {4, 5, 1e308}}}};
  state.epoch = 3;
  state.batches_done = 7;
  state.seconds = 1.0 / 3.0;
  state.loss_sum = -1e-17;
  state.correct = 5;
  state.points = 224;
  state.learning_rate = 0.01;
  state.advice = "the loss rose 40x: try \"less\"";
  state.history.add({.epoch = 1, .step = 9, .train_loss = 0.1, .seconds = 2.5});
  state.history.add({.epoch = 2, .step = 18, .train_loss = 1e300, .validation_loss = kInfinity});
  state.last_epoch = {1, 2, 3};
  state.best_epoch = 2;
  state.plateau_best = kInfinity;
  state.initial_loss = std::numeric_limits<double>::quiet_NaN();
  state.recent_losses = {3, 2, 1};
  return checkpoint;
}

std::string bytes_of(const Checkpoint& checkpoint) {
  return format_tensors(checkpoint_tensors(checkpoint));
}

Checkpoint checkpoint_of(const std::string& bytes) {
  return checkpoint_of_tensors(parse_tensors(bytes, "c"), "c");
}

TEST(Checkpoint, ComesBackToTheLastBit) {
  const TemporaryFolder folder;
  const Checkpoint saved = small_checkpoint();
  save_checkpoint(folder / "c.safetensors", saved);
  const Checkpoint loaded = load_checkpoint(folder / "c.safetensors");
  EXPECT_EQ(bytes_of(loaded), bytes_of(saved));  // every field, NaN and -0.0 too
  EXPECT_EQ(loaded.state.optimizer, saved.state.optimizer);
  EXPECT_TRUE(std::signbit(loaded.state.parameters[1]));
  EXPECT_TRUE(std::isnan(loaded.state.initial_loss));
  EXPECT_EQ(loaded.state.history.size(), 2u);
  EXPECT_EQ(loaded.state.history[1].validation_loss, kInfinity);
  EXPECT_EQ(loaded.state.advice, saved.state.advice);
  EXPECT_EQ(loaded.run.data_hash, saved.run.data_hash);
  EXPECT_EQ(loaded.run.configuration, saved.run.configuration);
  EXPECT_THAT(loaded.written_by, HasSubstr("riserun "));
}

TEST(Checkpoint, EveryFlippedByteIsNoticed) {
  const std::string bytes = bytes_of(small_checkpoint());
  for (std::size_t at = 0; at < bytes.size(); ++at)
    for (const int flip : {0x01, 0x80, 0xff}) {
      std::string changed = bytes;
      changed[at] = static_cast<char>(changed[at] ^ flip);
      EXPECT_THROW(static_cast<void>(checkpoint_of(changed)), DataError)
          << "byte " << at << " flipped by " << flip;
    }
}

TEST(Checkpoint, EveryCutIsNoticed) {
  const std::string bytes = bytes_of(small_checkpoint());
  for (std::size_t length = 0; length < bytes.size(); ++length)
    EXPECT_THROW(static_cast<void>(checkpoint_of(bytes.substr(0, length))), DataError) << length;
  EXPECT_THROW(static_cast<void>(checkpoint_of(bytes + '\0')), DataError);
}

// With a right checksum, as a program with a bug or from the future would write it.
TEST(Checkpoint, RefusesWhatIsInconsistent) {
  struct Case {
    const char* name;
    std::function<void(TensorFile&)> change;
    const char* message;
  };
  const auto set = [](const char* key, const char* value) {
    return [=](TensorFile& f) { f.metadata[std::string("riserun.") + key] = value; };
  };
  const Case cases[] = {
      {"newer", set("format", "riserun run 2"), "a newer riserun wrote it"},
      {"a model", set("format", "riserun mlp 1"), "this is a model"},
      {"foreign", [](TensorFile& f) { f.metadata.erase("riserun.format"); }, "no checkpoint"},
      {"no epoch", [](TensorFile& f) { f.metadata.erase("riserun.state.epoch"); }, "state.epoch"},
      {"epoch no number", set("state.epoch", "3x"), "found \"3x\""},
      {"negative epoch", set("state.epoch", "-3"), "negative"},
      {"huge epoch", set("state.epoch", "99999999999999999999"), "whole number"},
      {"no hash", set("data_hash", "xyz"), "data_hash"},
      {"history", set("state.history", "epoch\nabc\n"), "c: riserun.state.history:2:1"},
      {"no parameters", [](TensorFile& f) { f.tensors.erase(f.tensors.begin()); },
       "\"parameters\" is missing"},
      {"two-dimensional",
       [](TensorFile& f) {
         f.tensors[0].shape = {3, 1};
       },
       "\"parameters\" is no array"},
      {"array for a number",
       [](TensorFile& f) { std::ranges::find(f.tensors, "best_loss", &Tensor::name)->shape = {1}; },
       "\"best_loss\" is no single number"},
      {"stranger",
       [](TensorFile& f) {
         f.tensors.push_back({"extra", {1}, {1.0}});
       },
       "\"extra\""},
  };
  for (const Case& test : cases) {
    TensorFile file = checkpoint_tensors(small_checkpoint());
    test.change(file);
    EXPECT_THAT([&] { static_cast<void>(checkpoint_of(format_tensors(file))); },
                ThrowsMessage<DataError>(AllOf(HasSubstr("c: "), HasSubstr(test.message))))
        << test.name;
  }
  const TensorFile unchecked = checkpoint_tensors(small_checkpoint());
  EXPECT_THAT([&] { static_cast<void>(checkpoint_of_tensors(unchecked, "c")); },
              ThrowsMessage<DataError>(HasSubstr("checksum")));
}

TEST(Checkpoint, AnotherModelOrOtherDataAreRefused) {
  const Checkpoint checkpoint = small_checkpoint();
  RunIdentity run = checkpoint.run;
  run.configuration = "lr = 0.2";  // may change
  EXPECT_NO_THROW(require_same_run(checkpoint, run, "c"));
  run.data_hash ^= 1;
  EXPECT_THAT([&] { require_same_run(checkpoint, run, "c"); },
              ThrowsMessage<DataError>(AllOf(HasSubstr("c: "), HasSubstr("other data"),
                                             HasSubstr("fedcba9876543210"),
                                             HasSubstr("fedcba9876543211"))));
  run = checkpoint.run;
  run.model = "mlp 2-4, relu";
  EXPECT_THAT([&] { require_same_run(checkpoint, run, "c"); },
              ThrowsMessage<DataError>(AllOf(HasSubstr("2-3"), HasSubstr("2-4"))));
}

// ---- Checkpoints: a run that is left at any batch and started again -----------------------------

TrainerOptions options_of(std::string_view optimizer, int threads) {
  TrainerOptions options{.optimizer = parse_optimizer(optimizer),
                         .schedule = {.kind = ScheduleKind::cosine},
                         .epochs = 3,
                         .batch_size = 32,
                         .threads = threads,
                         .restore_best = true};
  set_learning_rate(options.optimizer, 0.01);
  return options;
}

struct Killed {};

/// As a program would do it: goes on if there is something to go on with. Killed before update
/// number `last_step + 1`, unless that is 0.
std::vector<double> train_in(const std::filesystem::path& folder, TrainerOptions options,
                             long last_step = 0) {
  Checkpoints checkpoints(folder, {.model = "digits", .data = "100 of them", .data_hash = 1},
                          {.steps = 2, .seconds = 0});
  options.on_batch = [&](const BatchReport& report) {
    checkpoints.batch(report);
    if (report.step == last_step) throw Killed();
  };
  options.on_epoch = [&](const EpochReport& report) { checkpoints.epoch(report); };
  nn::MLP model = digits_mlp(1);
  Trainer trainer(options);
  if (auto last = checkpoints.load_last()) trainer.start_from(std::move(last->state));
  static_cast<void>(trainer.fit(model, nn::SoftmaxCrossEntropy{}, digits(100), digits(30)));
  checkpoints.save(trainer.state());
  return copy_of(model.parameters().data());
}

TEST(Checkpoints, EndWithTheSameBitsWhereverTheRunWasLeft) {
  long first = 0;
  for (const char* optimizer : {"sgd", "adam", "adamw", "rmsprop", "adagrad"}) {
    const TemporaryFolder whole_folder;
    const std::vector<double> whole = train_in(whole_folder / "c", options_of(optimizer, 1));
    first = first % 3 + 1;  // a third of the 11 places for each, as discs are slow to sync
    for (long step = first; step < 12; step += 3) {
      const TemporaryFolder folder;
      const int threads = 1 + static_cast<int>(step % 4);
      EXPECT_THROW(train_in(folder / "c", options_of(optimizer, threads), step), Killed);
      EXPECT_EQ(train_in(folder / "c", options_of(optimizer, 5 - threads)), whole)
          << optimizer << " left after update " << step;
      const Checkpoint one = load_checkpoint(Checkpoints::best(whole_folder / "c"));
      const Checkpoint other = load_checkpoint(Checkpoints::best(folder / "c"));
      EXPECT_EQ(one.state.parameters, other.state.parameters);
      EXPECT_EQ(one.state.best_epoch, other.state.best_epoch);
    }
  }
}

TEST(Checkpoints, HoldTheLastAndTheBest) {
  const TemporaryFolder folder;
  const std::vector<double> end = train_in(folder / "c", options_of("sgd", 2));
  const Checkpoint last = load_checkpoint(Checkpoints::last(folder / "c"));
  const Checkpoint best = load_checkpoint(Checkpoints::best(folder / "c"));
  EXPECT_EQ(last.state.epoch, 4);  // all 3 are done
  EXPECT_EQ(best.state.epoch, best.state.best_epoch + 1);
  EXPECT_EQ(best.state.parameters, last.state.best_parameters);
  EXPECT_EQ(best.state.parameters, end);  // restore_best
}

TEST(Checkpoints, AreDueBySteps) {
  const TemporaryFolder folder;
  EXPECT_THROW(train_in(folder / "c", options_of("sgd", 1), 1), Killed);
  EXPECT_FALSE(std::filesystem::exists(Checkpoints::last(folder / "c")));
  EXPECT_THROW(train_in(folder / "c", options_of("sgd", 1), 2), Killed);
  EXPECT_EQ(load_checkpoint(Checkpoints::last(folder / "c")).state.optimizer.updates, 2);
  EXPECT_THROW(train_in(folder / "c", options_of("sgd", 1), 5), Killed);
  EXPECT_EQ(load_checkpoint(Checkpoints::last(folder / "c")).state.optimizer.updates, 4);
}

TEST(Checkpoints, OfAnotherRunAreRefusedAndCleared) {
  const TemporaryFolder folder;
  static_cast<void>(train_in(folder / "c", options_of("sgd", 1)));
  const Checkpoints other(folder / "c", {.model = "letters", .data = "100", .data_hash = 1});
  EXPECT_THAT([&] { static_cast<void>(other.load_last()); },
              ThrowsMessage<DataError>(HasSubstr("another model")));
  other.clear();
  EXPECT_EQ(other.load_last(), std::nullopt);
  EXPECT_THROW(Checkpoints(folder / "c", {}, {.steps = -1}), ConfigError);
  (void)folder.with("file", "");
  EXPECT_THROW(Checkpoints(folder / "file", {}), FileError);
}

}  // namespace
}  // namespace riserun::train
