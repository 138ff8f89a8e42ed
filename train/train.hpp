// Training: everything of train/ a user needs.
#pragma once

#include "train/confusion.hpp"
#include "train/csv.hpp"
#include "train/dataset.hpp"
#include "train/divergence.hpp"
#include "train/evaluation.hpp"
#include "train/history.hpp"
#include "train/model_file.hpp"
#include "train/optimizer.hpp"
#include "train/run_folder.hpp"
#include "train/scaling.hpp"
#include "train/schedule.hpp"
#include "train/split.hpp"
#include "train/threads.hpp"
#include "train/trainer.hpp"
#include "train/training_state.hpp"
#include "train/workers.hpp"
