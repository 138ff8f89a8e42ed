// Training: everything of train/ a user needs.
#pragma once

#include <riserun/train/data/class_weights.hpp>
#include <riserun/train/data/dataset.hpp>
#include <riserun/train/data/scaling.hpp>
#include <riserun/train/data/split.hpp>
#include <riserun/train/fit/divergence.hpp>
#include <riserun/train/fit/history.hpp>
#include <riserun/train/fit/rate_search.hpp>
#include <riserun/train/fit/trainer.hpp>
#include <riserun/train/fit/training_state.hpp>
#include <riserun/train/gradient/threads.hpp>
#include <riserun/train/gradient/workers.hpp>
#include <riserun/train/judging/confusion.hpp>
#include <riserun/train/judging/evaluation.hpp>
#include <riserun/train/judging/metrics.hpp>
#include <riserun/train/judging/point_evaluation.hpp>
#include <riserun/train/judging/report.hpp>
#include <riserun/train/optimizers/optimizer.hpp>
#include <riserun/train/optimizers/schedule.hpp>
#include <riserun/train/reading/csv.hpp>
#include <riserun/train/saving/checkpoints.hpp>
#include <riserun/train/saving/model_file.hpp>
#include <riserun/train/saving/run_folder.hpp>
