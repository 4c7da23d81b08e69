package dev.beckon.http;

import dev.beckon.nativerules.NativeContract;

class NativeRulesTest extends NativeContract {}
