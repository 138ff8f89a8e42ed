#include "bench/workloads.hpp"

#include <memory>
#include <string>

#include "bench/expression.hpp"
#include "bench/hand/mlps.hpp"
#include "bench/microgpt/problem.hpp"
#include "bench/mixed/contestants.hpp"
#include "bench/mlp_problem.hpp"
#include "bench/peers.hpp"

namespace bench {

namespace {

constexpr const char* kAboutMlps =
    "The gradient of the sum of the losses of a batch of 32 points, from zero; time is per point. "
    "riserun and \"hand\" take point by point (riserun records one graph a point, sweeps it, "
    "rewinds); Eigen and libtorch take the batch as a matrix where it says so. \"hand\" is loops "
    "with sizes known to the compiler, in the memory layout and with the vectorisation hints that "
    "measured fastest; \"strict order\" is the same loops without leave to reorder additions.";

constexpr const char* kAboutMixed =
    "15 625 passes over a block of 16 additions, 8 subtractions, 16 multiplications, 8 divisions "
    "and "
    "4 each of exp, log, tanh and sin. An op reads results at most 16 back, mostly the most "
    "recent; "
    "one of 15 641 variables enters at each pass. A seeded search found the block, so that results "
    "and gradients stay between 1e-6 and 10 in size. Every contestant compiles it to straight-line "
    "code: none pays for dispatch. \"hand\" is an adjoint of the block, straight-line too, which "
    "keeps only what it needs.";

using AddHand = void (*)(std::vector<Entry>&, const MlpProblem&);

Workload mlp(const char* key, const char* title, MlpProblem data, AddHand add_hand) {
  Workload workload{.key = key, .title = title, .about = kAboutMlps, .unit = "point"};
  const auto problem = std::make_shared<const MlpProblem>(std::move(data));
  workload.data = problem;
  auto& all = workload.contestants;
  add_hand(all, *problem);
  all.push_back(nn_mlp(*problem));
  all.push_back(scalar_mlp(*problem));
  all.push_back(lanes_nn_mlp(*problem));
  all.push_back(lanes_scalar_mlp(*problem));
  add_eigen(workload, *problem);
  add_torch(workload, *problem);
  add_adolc(workload, *problem);
  return workload;
}

Workload readme_expression() {
  Workload workload{
      .key = "W1",
      .title = "the expression of micrograd's README",
      .about =
          "Built, evaluated and differentiated by both inputs, from other inputs each "
          "time; \"hand\" is the gradient worked out on paper, a function of 30 operations.",
      .unit = "gradient"};
  workload.contestants.push_back(hand_expression());
  workload.contestants.push_back(riserun_expression());
  add_adolc_expression(workload);
  return workload;
}

Workload names() {
  Workload workload{
      .key = "W5",
      .title = "microgpt: a GPT of one layer, 16 wide, 4 heads, 4 192 parameters, on names",
      .about =
          "The gradient of one document (a name, 7 characters on average) and an update by Adam; a "
          "step is 32 of them, from the same parameters each time. riserun's model is that of "
          "examples/07_microgpt, on blocks of nn or with each operation a node; its steps are what "
          "Trainer does for a batch of one. \"hand\" is loops with sizes known to the compiler.",
      .unit = "document"};
  const auto problem = std::make_shared<const gpt::Problem>(gpt::make_problem());
  workload.data = problem;
  workload.contestants.push_back(gpt::hand(*problem, 1));
  workload.contestants.push_back(gpt::riserun_nn(*problem, 1));
  workload.contestants.push_back(gpt::riserun_dots(*problem, 1));
  workload.contestants.push_back(gpt::riserun_scalar(*problem, 1));
  return workload;
}

Workload batches_of_names(const char* key, std::size_t batch) {
  Workload workload{
      .key = key,
      .title = "microgpt in batches of " + std::to_string(batch) + ", otherwise as in W5",
      .about =
          "The mean gradient of a batch of documents and one update by Adam. On lanes the model is "
          "scalar code, recorded once for each length of name; a batch's names are taken length by "
          "length, eight in lock-step, and where a length has fewer, lanes are idle. \"hand\" "
          "takes name by name.",
      .unit = "document"};
  const auto problem = std::make_shared<const gpt::Problem>(gpt::make_problem());
  workload.data = problem;
  workload.contestants.push_back(gpt::hand(*problem, batch));
  workload.contestants.push_back(gpt::riserun_nn(*problem, batch));
  workload.contestants.push_back(gpt::riserun_lanes(*problem, batch));
  return workload;
}

Workload mixed_ops() {
  Workload workload{
      .key = "W6", .title = "a million mixed scalar ops", .about = kAboutMixed, .unit = "op"};
  auto& all = workload.contestants;
  all.push_back(mixed::hand_adjoint());
  all.push_back(mixed::forward_alone());
  all.push_back(mixed::riserun_ops());
  add_adolc_mixed(workload);
  return workload;
}

Workload mixed_ops_of_points() {
  Workload workload{.key = "W8",
                    .title = "2 048 mixed scalar ops, a batch of 32 points",
                    .about =
                        "The first 32 passes of W6 for 32 points that differ in what an op "
                        "reads back at the beginning; the gradient, by the variables that "
                        "enter at each pass, is summed over them. Nothing in it is a dot "
                        "product or a layer. Time is per op and point.",
                    .unit = "op"};
  workload.contestants.push_back(mixed::hand_adjoint_of_points());
  workload.contestants.push_back(mixed::lanes_of_points());
  return workload;
}

}  // namespace

const std::vector<WorkloadMaker>& workload_makers() {
  static const std::vector<WorkloadMaker> makers{
      {"W1", readme_expression},
      {"W2",
       [] {
         return mlp("W2", "MLP 2-16-16-1, relu, hinge",
                    make_mlp_problem({2, 16, 16, 1}, Loss::hinge, 1024), hand::add_mlp_2_16_16_1);
       }},
      {"W3",
       [] {
         return mlp("W3", "MLP 64-64-32-10, relu, softmax cross-entropy",
                    make_mlp_problem({64, 64, 32, 10}, Loss::softmax_cross_entropy, 1024),
                    hand::add_mlp_64_64_32_10);
       }},
      {"W4",
       [] {
         return mlp("W4", "MLP 784-128-10, relu, softmax cross-entropy",
                    make_mlp_problem({784, 128, 10}, Loss::softmax_cross_entropy, 256),
                    hand::add_mlp_784_128_10);
       }},
      {"W5", names},
      {"W5b", [] { return batches_of_names("W5b", 32); }},
      {"W5c", [] { return batches_of_names("W5c", 256); }},
      {"W6", mixed_ops},
      {"W8", mixed_ops_of_points}};
  return makers;
}

}  // namespace bench
