#!/usr/bin/env node
import '../packages/cli/bin/sid.js';
